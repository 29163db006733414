import type { Better } from "../compare/change.ts";
import type { Rounds } from "../measuring/rounds.ts";
import type { Report } from "../report.ts";

/** A run of the command, as a line of `bench/history.jsonl`. */
export interface Run {
  /** When it ended, in ISO 8601. */
  readonly time: string;
  readonly commit: string;
  /** True if the checkout had changes that were not committed. */
  readonly isChanged: boolean;
  readonly machine: Machine;
  /** The versions of Node and of the peers. */
  readonly versions: Readonly<Record<string, string>>;
  /** The figures of each bench, bars included. */
  readonly benches: Readonly<Record<string, readonly RecordedFigure[]>>;
}

/** The machine of a run. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  /** In gigabytes. */
  readonly memory: number;
  readonly kernel: string;
  readonly pinning: string;
  readonly loadGenerator: string;
}

/** A figure of a run. */
export interface RecordedFigure {
  readonly name: string;
  readonly unit: string;
  readonly better: Better;
  readonly rounds: Rounds;
}

/** Returns the figures of a report, and its bars, as they are recorded. What could not be measured is left out. */
export function toRecordedFigures({ rows, bars }: Report): readonly RecordedFigure[] {
  const figures = [...rows, ...bars.map(({ name, value, bar }) => ({ name, value, unit: bar }))];
  return figures
    .map(({ name, value, unit }): RecordedFigure => {
      const rounds = (typeof value === "number" ? [value] : value).map(round);
      return { name, unit, better: /\/s$|^times|≥/.test(unit) ? "more" : "less", rounds };
    })
    .filter(({ rounds }) => rounds.every(Number.isFinite));
}

/** Rounds to five significant digits. More are noise, and would make the file twice as long. */
function round(value: number): number {
  return Number(value.toPrecision(5));
}
