import { requests } from "../engine/requests.ts";
import { generator } from "../engine.ts";
import { measureContenders } from "../measuring/contenders.ts";
import { byName } from "../measuring/rates.ts";
import type { CompareOnce, PairedFigure } from "./compare-checkouts.ts";

/** Compares how fast the embedded engines of two checkouts generate. */
export const compareEngines: CompareOnce = async (checkouts) => {
  const contenders = byName(checkouts, generator);
  const figures: PairedFigure[] = [];
  for (const [input, { name }] of requests.entries()) {
    const values = await measureContenders({ contenders, input, turns: 2, starts: 1 });
    figures.push({ name, unit: "tokens/s", better: "more", values });
  }
  return figures;
};
