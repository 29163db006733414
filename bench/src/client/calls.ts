import type { Place } from "../measuring/cores.ts";
import { startModule } from "../measuring/module-process.ts";
import { type Rounds, ratio, toRounds } from "../measuring/rounds.ts";
import { atMost, type Bar, type Report, type Row } from "../report.ts";
import { createAzureCaller } from "./callers/azure-ai-inference.ts";
import type { CreateCaller } from "./callers/caller.ts";
import { createClientCaller } from "./callers/client.ts";
import { createOpenaiCaller } from "./callers/openai.ts";
import { createTransportCaller } from "./callers/openapi-fetch.ts";

const peers = { openai: createOpenaiCaller, "@azure-rest/ai-inference": createAzureCaller };

/** How many calls run at a time, and how many times each contender sends that many. The first fifth only warms up. */
const loads = [
  { inFlight: 1, batches: 4000 },
  { inFlight: 16, batches: 1000 },
];

/**
 * Sends plain calls with the client and its peers to a server that does almost nothing.
 *
 * Other work of the machine changes the time of a call by more than the bar allows. So the client and its transport take
 * turns after every call, or every batch of calls, and the median counts. The peers are timed separately: a caller is
 * slower after a contender that runs different code.
 */
export async function benchClientCalls(rounds: number): Promise<Report> {
  const rows: Row[] = [];
  const bars: Bar[] = [];
  await withJsonServer("measured", async (baseUrl) => {
    for (const load of loads) {
      const calls = `${load.inFlight} at a time`;
      const callers = [createClientCaller(baseUrl), createTransportCaller(baseUrl)] as const;
      const [client, transport] = await timeCalls(callers, load, rounds);
      rows.push({ name: `${calls}, client`, value: client, unit: "µs" });
      rows.push({ name: `${calls}, openapi-fetch`, value: transport, unit: "µs" });
      for (const [name, createCaller] of Object.entries<CreateCaller>(peers)) {
        const [value] = await timeCalls([createCaller(baseUrl)] as const, load, rounds);
        rows.push({ name: `${calls}, ${name}`, value, unit: "µs" });
      }
      bars.push(atMost(1.1, `${calls}, time of a call, client : openapi-fetch`, ratio(client, transport)));
    }
  });
  return { rows, bars };
}

/** Runs `use` with the base URL of a server that answers every request with the same completion. */
export async function withJsonServer<Result>(
  place: Place,
  use: (baseUrl: string) => Promise<Result>,
): Promise<Result> {
  const server = startModule({ module: new URL("json-server.ts", import.meta.url), place });
  try {
    return await use(`http://127.0.0.1:${await server.ask("port")}`);
  } finally {
    server.stop();
  }
}

/** Measures how long a batch of calls takes each caller, in microseconds. */
async function timeCalls<Callers extends readonly ReturnType<CreateCaller>[]>(
  callers: Callers,
  { inFlight, batches }: (typeof loads)[number],
  rounds: number,
): Promise<{ [Index in keyof Callers]: Rounds }> {
  const lanes = callers.map((call) => ({ call, times: [] as number[] }));
  for (let batch = 0; batch < batches; batch++) {
    for (const { call, times } of lanes) {
      const start = performance.now();
      const ids = await Promise.all(Array.from({ length: inFlight }, call));
      times.push((performance.now() - start) * 1000);
      if (!ids.every(Boolean)) throw new Error("A call returned no completion.");
    }
  }
  // The lanes correspond to the callers, one to one.
  return lanes.map(({ times }) => toRounds(times.slice(batches / 5), rounds)) as {
    [Index in keyof Callers]: Rounds;
  };
}
