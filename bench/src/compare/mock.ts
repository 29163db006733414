import { byName } from "../measuring/rates.ts";
import { exampleBody, mockContender } from "../mock/contenders.ts";
import { measureFirstAnswers } from "../mock/in-process.ts";
import { measureMockRates, measureStarts } from "../mock/requests.ts";
import type { CompareOnce } from "./compare-checkouts.ts";

/** Compares how fast the mocks of two checkouts start and answer. */
export const compareMocks: CompareOnce = async (checkouts) => {
  const contenders = byName(checkouts, mockContender);
  const starts = await measureStarts(contenders, 2);
  const firstAnswers = await measureFirstAnswers(checkouts, exampleBody, 2);
  const rates = await measureMockRates(contenders, { rounds: 2, seconds: 1, warmUp: 2000 });
  return [
    { name: "start to first 200", unit: "ms", better: "less", values: starts },
    { name: "import to first answer", unit: "ms", better: "less", values: firstAnswers },
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
      values: byName(rates, ({ prompt }) => prompt),
    },
  ];
};
