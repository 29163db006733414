import {
  createEventDecoder,
  framingRepair,
  RepeatedEvents,
  type StreamEvent,
} from "@completions-api/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { harmless } from "../support/harmless-additions.ts";
import { engineNames } from "../upstreams/engine-server.ts";
import { readExchanges } from "../upstreams/exchanges.ts";
import { readReports } from "./public-reports/report.ts";

// Events that are read by a template are the same as if they were parsed, so whatever is made of them is the same, too.

/** Reads a body that arrives in pieces of these sizes. */
function read(body: Uint8Array, sizes: readonly number[], parse?: RepeatedEvents["parse"]): string {
  const decoder = createEventDecoder({ hasOneChoice: true, repair: framingRepair, ...(parse && { parse }) });
  const events: StreamEvent[] = [];
  let failure: string | undefined;
  let start = 0;
  for (const size of [...sizes, body.length]) {
    if (failure !== undefined) break;
    const decoded = decoder.feed(body.subarray(start, start + size));
    events.push(...decoded.events);
    failure = decoded.failure?.message;
    start += size;
  }
  // Compared as text, because the order of properties counts as well.
  return JSON.stringify({ events, failure });
}

/** The streams of engines, in parts between which something harmless may stand. */
const recorded = engineNames.flatMap((engine) =>
  Array.from(readExchanges(engine).exchanges.values(), ({ events = [] }) =>
    events.map((event) => `data: ${event === "[DONE]" ? event : JSON.stringify(event)}\n\n`),
  ),
);
const reported = [...readReports().values()]
  .flat()
  .map(({ response }) => response.body.filter((part) => typeof part === "string"));
const streams = [...recorded, ...reported].filter((parts) => parts.length > 1);

test("reads every known stream as it is read without templates", () => {
  expect(streams.length).toBeGreaterThan(100);
  const additions = fc.array(fc.tuple(fc.nat(), harmless), { maxLength: 3 });
  const sizes = fc.array(fc.integer({ min: 1, max: 600 }), { maxLength: 20 });
  fc.assert(
    fc.property(fc.constantFrom(...streams), additions, sizes, (parts, additions, sizes) => {
      const all = [...parts];
      for (const [place, addition] of additions) all.splice(place % (all.length + 1), 0, addition);
      const body = new TextEncoder().encode(all.join(""));
      expect(read(body, sizes, new RepeatedEvents().parse)).toBe(read(body, sizes));
    }),
    { numRuns: 2_000 },
  );
});
