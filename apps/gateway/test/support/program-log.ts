import type { RunningProgram } from "@completions-api/testing";
import { expect } from "vitest";

/** An entry of the log. */
export interface LogEntry {
  readonly msg: string;
  readonly [property: string]: unknown;
}

/** Waits until this many entries of a program's log have the message, and returns them. */
export async function waitForLog(
  program: RunningProgram,
  message: string,
  count: number,
): Promise<readonly LogEntry[]> {
  let entries: LogEntry[] = [];
  await expect
    .poll(
      () => {
        const lines = program.stderr.split("\n").slice(0, -1);
        entries = lines.map((line): LogEntry => JSON.parse(line)).filter(({ msg }) => msg === message);
        return entries.length;
      },
      { timeout: 30_000 },
    )
    .toBeGreaterThanOrEqual(count);
  return entries;
}
