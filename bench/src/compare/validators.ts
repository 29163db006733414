import { measureContenders } from "../measuring/contenders.ts";
import { byName } from "../measuring/rates.ts";
import type { CompareOnce } from "./compare-checkouts.ts";

/** Compares how fast the request validators of two checkouts accept valid bodies. */
export const compareValidators: CompareOnce = async (checkouts) => {
  const contenders = byName(checkouts, ({ validators }) => ({
    module: new URL("../validators/validation.ts", import.meta.url),
    args: [validators.href],
  }));
  const values = await measureContenders({ contenders, input: 50_000, turns: 8, starts: 1 });
  return [{ name: "valid bodies", unit: "bodies/s", better: "more", values }];
};
