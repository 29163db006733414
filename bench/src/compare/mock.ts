import { byName } from "../measuring/rates.ts";
import { measureMockRates, measureStarts } from "../mock/requests.ts";
import { mockProgram } from "../programs.ts";
import type { CompareOnce } from "./comparison.ts";

/** Compares how fast the mocks of two checkouts start and answer. */
export const compareMocks: CompareOnce = async (checkouts) => {
  const programs = byName(checkouts, mockProgram);
  const starts = await measureStarts(programs, 2);
  const rates = await measureMockRates(programs, { turns: 2, seconds: 1 });
  return [
    { name: "start to first 200", unit: "ms", better: "less", values: starts },
    {
      name: "an example",
      unit: "requests/s",
      better: "more",
      values: byName(rates, ({ example }) => example),
    },
    {
      name: "16 generated tokens",
      unit: "requests/s",
      better: "more",
      values: byName(rates, ({ generated }) => generated),
    },
  ];
};
