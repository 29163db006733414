import { median } from "../measuring/rounds.ts";
import { formatFigure } from "../report.ts";
import { type ComparedFigure, judgeChange } from "./change.ts";

const remarks = { same: "", better: "better", worse: "worse", unclear: "too few rounds to tell" };

/** The numbers of figures that moved beyond noise. */
export interface Moved {
  readonly better: number;
  readonly worse: number;
}

/** Prints a line for each figure: both medians, and how far they are apart. */
export function printChanges(
  bench: string,
  figures: readonly ComparedFigure[],
  { arePaired }: { readonly arePaired: boolean },
): Moved {
  console.log(`\n${bench.padEnd(72)}${"this".padStart(10)}${"base".padStart(10)}  this : base`);
  const moved = { better: 0, worse: 0 };
  for (const figure of figures) {
    const { name, unit, rounds } = figure;
    const { ratio, verdict } = judgeChange(figure, arePaired);
    if (verdict === "better" || verdict === "worse") moved[verdict] += 1;
    const columns = [
      `${name}, ${unit}`.padEnd(72),
      formatFigure(median(rounds.current)).padStart(10),
      formatFigure(median(rounds.base)).padStart(10),
      `  ${ratio.toFixed(3)}`,
      remarks[verdict] && `  ${remarks[verdict]}`,
    ];
    console.log(columns.join(""));
  }
  return moved;
}
