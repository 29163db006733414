import { median, type Rounds } from "./measuring/rounds.ts";

/** The result of a bench. */
export interface Report {
  readonly rows: readonly Row[];
  readonly bars: readonly Bar[];
}

/** One figure. */
export interface Row {
  readonly name: string;
  /** The value of each round, or the only value of a figure without rounds. */
  readonly value: Rounds | number;
  readonly unit: string;
}

/** A figure that the project promises, usually a ratio. */
export interface Bar {
  readonly name: string;
  readonly value: Rounds | number;
  /** The promise, such as "≥ 4". */
  readonly bar: string;
  readonly met: boolean;
}

/** Creates a bar that the figure must reach, at the median of its rounds. */
export function atLeast(bar: number, name: string, value: Rounds | number): Bar {
  return { name, value, bar: `≥ ${bar}`, met: middleOf(value) >= bar };
}

/** Creates a bar that the figure must not exceed, at the median of its rounds. */
export function atMost(bar: number, name: string, value: Rounds | number): Bar {
  return { name, value, bar: `≤ ${bar}`, met: middleOf(value) <= bar };
}

const figures = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

/** Formats a figure, or the median of its rounds, with three significant digits: bench runs do not agree on more. */
export function formatFigure(value: Rounds | number): string {
  return figures.format(middleOf(value));
}

/** Returns the median of a figure's rounds. */
export function middleOf(value: Rounds | number): number {
  return typeof value === "number" ? value : median(value);
}

/** Prints a report. Sets the exit code to 1 if a bar is missed. */
export function printReport(bench: string, { rows, bars }: Report): void {
  console.log(`\n${bench}`);
  for (const { name, value, unit } of rows) printLine(name, value, unit);
  console.log("");
  for (const { name, value, bar, met } of bars) printLine(name, value, `${bar}, ${met ? "met" : "missed"}`);
  if (bars.some(({ met }) => !met)) process.exitCode = 1;
}

function printLine(name: string, value: Rounds | number, rest: string): void {
  console.log(`${name.padEnd(72)}${formatFigure(value).padStart(10)}  ${rest}`);
}
