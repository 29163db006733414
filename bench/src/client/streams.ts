import type { Checkout } from "../checkout.ts";
import { type ContenderModule, measureContenders } from "../measuring/contenders.ts";
import { ratio } from "../measuring/rounds.ts";
import { atLeast, type Bar, type Report, type Row } from "../report.ts";

/** The sizes of the chunks that a body arrives in, in bytes, and how many times as fast as openai the client must be. */
const sizes = [
  { input: 16_384, bar: 3.5 },
  { input: 64, bar: 1.3 },
];

/** Returns the contender that reads streams with a checkout's client. */
export function clientReader({ client }: Checkout): ContenderModule {
  return { module: new URL("stream-readers/client.ts", import.meta.url), args: [client.href] };
}

/** Reads the same stream with the client, with its peers, and with parts of both. */
export async function benchClientStreams(checkout: Checkout, rounds: number): Promise<Report> {
  const contenders = {
    client: clientReader(checkout),
    openai: { module: new URL("stream-readers/openai.ts", import.meta.url) },
    "@azure-rest/ai-inference": { module: new URL("stream-readers/azure-core-sse.ts", import.meta.url) },
    "eventsource-parser as a stream": {
      module: new URL("stream-readers/eventsource-parser.ts", import.meta.url),
    },
    "protocol's decodeEvents": { module: new URL("stream-readers/decode-events.ts", import.meta.url) },
    "JSON.parse alone": { module: new URL("stream-readers/json-parse.ts", import.meta.url) },
  };
  const rows: Row[] = [];
  const bars: Bar[] = [];
  for (const { input, bar } of sizes) {
    const chunks = `${input} B chunks`;
    const rates = await measureContenders({ contenders, input, turns: 15, starts: rounds });
    for (const [name, value] of Object.entries(rates)) {
      rows.push({ name: `${chunks}, ${name}`, value, unit: "events/s" });
    }
    bars.push(atLeast(bar, `${chunks}, events/s, client : openai`, ratio(rates.client, rates.openai)));
  }
  return { rows, bars };
}
