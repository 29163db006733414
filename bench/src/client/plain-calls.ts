/** Sends plain calls, as many at a time as it is asked for. Arguments: the client's entry module, the server's base URL. */
import { answerWith } from "../measuring/contenders.ts";
import { createClientCaller } from "./callers/client.ts";

const callCount = 320;

const [entry = "", baseUrl = ""] = process.argv.slice(2);
const call = createClientCaller(baseUrl, await import(entry));

answerWith(async (inFlight) => {
  for (let sent = 0; sent < callCount; sent += inFlight) {
    const ids = await Promise.all(Array.from({ length: inFlight }, call));
    if (!ids.every(Boolean)) throw new Error("A call returned no completion.");
  }
  return callCount;
});
