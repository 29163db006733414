import { fork } from "node:child_process";
import { once } from "node:events";
import { createAzureCaller } from "./callers/azure-ai-inference.ts";
import type { CreateCaller } from "./callers/caller.ts";
import { createClientCaller } from "./callers/client.ts";
import { createOpenaiCaller } from "./callers/openai.ts";
import { createTransportCaller } from "./callers/openapi-fetch.ts";
import { median } from "./rates.ts";
import { atMost, type Bar, type Report, type Row } from "./report.ts";

const peers = { openai: createOpenaiCaller, "@azure-rest/ai-inference": createAzureCaller };

/** How many calls there are at a time, and how many times each contender sends as many. The first fifth only warms up. */
const loads = [
  { inFlight: 1, rounds: 4000 },
  { inFlight: 16, rounds: 1000 },
];

/**
 * Sends plain calls with the client and its peers to a server that does next to nothing.
 *
 * What else the machine does changes the time of a call by more than the bar allows. So the client and its transport take
 * turns after every call, or so many at a time, and the median counts. The peers are timed apart: whoever follows one that
 * runs other code is slower for it.
 */
export async function benchClientCalls(): Promise<Report> {
  const server = fork(new URL("json-server.ts", import.meta.url));
  const rows: Row[] = [];
  const bars: Bar[] = [];
  try {
    const [port] = await once(server, "message");
    const baseUrl = `http://127.0.0.1:${port}`;
    for (const load of loads) {
      const calls = `${load.inFlight} at a time`;
      const callers = [createClientCaller(baseUrl), createTransportCaller(baseUrl)] as const;
      const [client, transport] = await timeCalls(callers, load);
      rows.push({ name: `${calls}, client`, value: client, unit: "µs" });
      rows.push({ name: `${calls}, bare openapi-fetch`, value: transport, unit: "µs" });
      for (const [name, createCaller] of Object.entries<CreateCaller>(peers)) {
        const [value] = await timeCalls([createCaller(baseUrl)] as const, load);
        rows.push({ name: `${calls}, ${name}`, value, unit: "µs" });
      }
      bars.push(atMost(1.1, `${calls}, time of a call, client : bare openapi-fetch`, client / transport));
    }
  } finally {
    server.kill();
  }
  return { rows, bars };
}

/** How long so many calls at a time take each caller, in microseconds. */
async function timeCalls<Callers extends readonly ReturnType<CreateCaller>[]>(
  callers: Callers,
  { inFlight, rounds }: (typeof loads)[number],
): Promise<{ [Index in keyof Callers]: number }> {
  const lanes = callers.map((call) => ({ call, times: [] as number[] }));
  for (let round = 0; round < rounds; round++) {
    for (const { call, times } of lanes) {
      const start = performance.now();
      const ids = await Promise.all(Array.from({ length: inFlight }, call));
      times.push((performance.now() - start) * 1000);
      if (!ids.every(Boolean)) throw new Error("A call got no completion.");
    }
  }
  // There is one for each caller.
  return lanes.map(({ times }) => median(times.slice(rounds / 5))) as { [Index in keyof Callers]: number };
}
