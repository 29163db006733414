/** The result of a bench. */
export interface Report {
  readonly rows: readonly Row[];
  readonly bars: readonly Bar[];
}

/** One figure. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** A figure that the project promises, usually a ratio. */
export interface Bar {
  readonly name: string;
  readonly value: number;
  /** The promise, such as "≥ 4". */
  readonly bar: string;
  readonly met: boolean;
}

/** Creates a bar that the figure must reach. */
export function atLeast(bar: number, name: string, value: number): Bar {
  return { name, value, bar: `≥ ${bar}`, met: value >= bar };
}

/** Creates a bar that the figure must not exceed. */
export function atMost(bar: number, name: string, value: number): Bar {
  return { name, value, bar: `≤ ${bar}`, met: value <= bar };
}

const figures = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

/** Formats a figure with three significant digits: bench runs do not agree on more. */
export function formatFigure(value: number): string {
  return figures.format(value);
}

/** Prints a report. Sets the exit code to 1 if a bar is missed. */
export function printReport(bench: string, { rows, bars }: Report): void {
  console.log(`\n${bench}`);
  for (const { name, value, unit } of rows) printLine(name, value, unit);
  console.log("");
  for (const { name, value, bar, met } of bars) printLine(name, value, `${bar}, ${met ? "met" : "missed"}`);
  if (bars.some(({ met }) => !met)) process.exitCode = 1;
}

function printLine(name: string, value: number, rest: string): void {
  console.log(`${name.padEnd(60)}${formatFigure(value).padStart(12)}  ${rest}`);
}
