import { fork } from "node:child_process";
import { once } from "node:events";
import { compare } from "./contenders.ts";
import { atMost, type Bar, type Report, type Row } from "./report.ts";

const contenders = {
  client: new URL("callers/client.ts", import.meta.url),
  "bare openapi-fetch": new URL("callers/openapi-fetch.ts", import.meta.url),
  openai: new URL("callers/openai.ts", import.meta.url),
  "@azure-rest/ai-inference": new URL("callers/azure-ai-inference.ts", import.meta.url),
};
/** How many calls there are at a time. */
const inputs = [1, 16];

/** Sends plain calls with the client and its peers to a server that does next to nothing. */
export async function benchClientCalls(): Promise<Report> {
  const server = fork(new URL("json-server.ts", import.meta.url));
  const rows: Row[] = [];
  const bars: Bar[] = [];
  try {
    const [port] = await once(server, "message");
    for (const input of inputs) {
      const calls = `${input} at a time`;
      const rates = await compare({
        contenders,
        args: [`http://127.0.0.1:${port}`],
        input,
        turns: 15,
        starts: 5,
      });
      for (const [name, value] of Object.entries(rates)) {
        rows.push({ name: `${calls}, ${name}`, value, unit: "calls/s" });
      }
      const slowdown = rates["bare openapi-fetch"] / rates.client;
      bars.push(atMost(1.1, `${calls}, time of a call, client : bare openapi-fetch`, slowdown));
    }
  } finally {
    server.kill();
  }
  return { rows, bars };
}
