import { appendFileSync, readFileSync } from "node:fs";
import type { Run } from "./run.ts";

const history = new URL("../../history.jsonl", import.meta.url);

/** Adds a run to a history, by default `bench/history.jsonl`. */
export function recordRun(run: Run, file: URL | string = history): void {
  appendFileSync(file, `${JSON.stringify(run)}\n`);
}

/** Returns the runs of a history, by default `bench/history.jsonl`, the oldest first. */
export function readHistory(file: URL | string = history): readonly Run[] {
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return lines.map((line): Run => JSON.parse(line));
}
