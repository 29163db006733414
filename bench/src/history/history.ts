import { appendFileSync, readFileSync } from "node:fs";
import type { Run } from "./run.ts";

const file = new URL("../../history.jsonl", import.meta.url);

/** Adds a run to `bench/history.jsonl`. */
export function recordRun(run: Run): void {
  appendFileSync(file, `${JSON.stringify(run)}\n`);
}

/** Returns the recorded runs, the oldest first. */
export function readHistory(): readonly Run[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return [];
  }
  return text
    .split("\n")
    .filter(Boolean)
    .map((line): Run => JSON.parse(line));
}
