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

/** A ratio, or size, that the project promises. */
export interface Bar {
  readonly name: string;
  readonly ratio: number;
  /** The promise, as "≥ 4". */
  readonly bar: string;
  readonly met: boolean;
}

/** A bar that the ratio must reach. */
export function atLeast(bar: number, name: string, ratio: number): Bar {
  return { name, ratio, bar: `≥ ${bar}`, met: ratio >= bar };
}

/** A bar that the ratio must not exceed. */
export function atMost(bar: number, name: string, ratio: number): Bar {
  return { name, ratio, bar: `≤ ${bar}`, met: ratio <= bar };
}
