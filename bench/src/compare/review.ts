import { measureContenders } from "../measuring/contenders.ts";
import { byName } from "../measuring/rates.ts";
import type { CompareOnce } from "./compare-checkouts.ts";

/** Compares how fast the reviews of two checkouts compare the cases of this checkout's corpus. */
export const compareReviews: CompareOnce = async (checkouts) => {
  const contenders = byName(checkouts, ({ root }) => ({
    module: new URL("../review/reviewing.ts", import.meta.url),
    args: [root.href, checkouts.current.root.href],
  }));
  const values = await measureContenders({ contenders, input: 40, turns: 4, starts: 1 });
  return [{ name: "reviewed cases", unit: "cases/s", better: "more", values }];
};
