import { withJsonServer } from "../client/calls.ts";
import { clientReader } from "../client/streams.ts";
import { measureBundle } from "../measuring/bundle.ts";
import { measureContenders } from "../measuring/contenders.ts";
import { byName } from "../measuring/rates.ts";
import type { CompareOnce, PairedFigure } from "./compare-checkouts.ts";

/** Compares the clients of two checkouts: their size, their plain calls and how they read streams. */
export const compareClients: CompareOnce = async (checkouts) => {
  const figures: PairedFigure[] = [
    {
      name: "min+gzip",
      unit: "kB",
      better: "less",
      values: {
        current: await measureBundle(checkouts.current.client),
        base: await measureBundle(checkouts.base.client),
      },
    },
  ];
  for (const input of [16_384, 64]) {
    const contenders = byName(checkouts, clientReader);
    const values = await measureContenders({ contenders, input, turns: 5, starts: 1 });
    figures.push({ name: `streams in ${input} B chunks`, unit: "events/s", better: "more", values });
  }
  await withJsonServer("load", async (baseUrl) => {
    const contenders = byName(checkouts, ({ client }) => ({
      module: new URL("../client/plain-calls.ts", import.meta.url),
      args: [client.href, baseUrl],
    }));
    for (const input of [1, 16]) {
      const values = await measureContenders({ contenders, input, turns: 4, starts: 1 });
      figures.push({ name: `plain calls, ${input} at a time`, unit: "calls/s", better: "more", values });
    }
  });
  return figures;
};
