import { compare } from "./contenders.ts";
import { atLeast, type Bar, type Report, type Row } from "./report.ts";

const contenders = {
  client: new URL("stream-readers/client.ts", import.meta.url),
  openai: new URL("stream-readers/openai.ts", import.meta.url),
  "@azure-rest/ai-inference": new URL("stream-readers/azure-core-sse.ts", import.meta.url),
  "eventsource-parser as a stream": new URL("stream-readers/eventsource-parser.ts", import.meta.url),
  "protocol's decodeEvents": new URL("stream-readers/decode-events.ts", import.meta.url),
  "JSON.parse alone": new URL("stream-readers/json-parse.ts", import.meta.url),
};
/** The pieces that a body comes in, in bytes, and how many times as fast as openai the client must be. */
const sizes = [
  { input: 16_384, bar: 3.5 },
  { input: 64, bar: 1.3 },
];

/** Reads the same stream with the client, its peers, and parts of both. */
export async function benchClientStreams(): Promise<Report> {
  const rows: Row[] = [];
  const bars: Bar[] = [];
  for (const { input, bar } of sizes) {
    const pieces = `${input} B pieces`;
    const rates = await compare({ contenders, input, turns: 25, starts: 3 });
    for (const [name, value] of Object.entries(rates)) {
      rows.push({ name: `${pieces}, ${name}`, value, unit: "events/s" });
    }
    bars.push(atLeast(bar, `${pieces}, events/s, client : openai`, rates.client / rates.openai));
  }
  return { rows, bars };
}
