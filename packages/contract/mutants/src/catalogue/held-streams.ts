import { isStream } from "../proxy/alter-json.ts";
import type { Alteration } from "../proxy/alteration.ts";
import { takesHeaders } from "../proxy/alterations.ts";
import { delivers } from "../proxy/wire-alterations.ts";
import type { BrokenServer } from "./broken-server.ts";

/** Makes the mock take as long for each token as a real model does. */
const slowly = takesHeaders((headers) => ({ prefer: "itl=15", ...headers }));

/** Servers whose tokens do not leave as they come. */
export const brokenHeldStreams: readonly BrokenServer[] = [
  {
    id: "streams-are-held-to-their-end",
    title: "sends all events of a stream at its end",
    breaks: "#/components/responses/Completion/content/text~1event-stream",
    alteration: { ...slowly, response: (response) => response },
  },
  {
    id: "streams-come-in-two-pieces",
    title: "sends the events of a stream in two pieces",
    breaks: "#/components/responses/Completion/content/text~1event-stream",
    alteration: { ...slowly, ...sendsHalves() },
  },
];

/** A server that waits until a stream has ended, and then sends each half of it at once. */
function sendsHalves(): Alteration {
  return delivers((to, { status, headers, bytes }) => {
    const middle = Math.floor(bytes.length / 2);
    to.writeHead(status, headers);
    to.write(bytes.subarray(0, middle));
    setTimeout(() => to.end(bytes.subarray(middle)), 5);
  }, isStream);
}
