/** What a bench found out. */
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

/** A figure that the project promises, most often a ratio. */
export interface Bar {
  readonly name: string;
  readonly value: number;
  /** The promise, as "≥ 4". */
  readonly bar: string;
  readonly met: boolean;
}

/** A bar that the figure must reach. */
export function atLeast(bar: number, name: string, value: number): Bar {
  return { name, value, bar: `≥ ${bar}`, met: value >= bar };
}

/** A bar that the figure must not exceed. */
export function atMost(bar: number, name: string, value: number): Bar {
  return { name, value, bar: `≤ ${bar}`, met: value <= bar };
}
