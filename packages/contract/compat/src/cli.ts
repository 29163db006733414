#!/usr/bin/env node
import { runProgram, UsageError } from "@completions-api/command-line";
import { mergeColumns } from "./matrix.ts";
import { matrixFiles } from "./matrix-files.ts";
import { program } from "./program.ts";
import { runTarget } from "./run-target.ts";
import { targets } from "./targets/index.ts";

const order = targets.map(({ id }) => id);

await runProgram(program, async ({ only, endpoint, list }) => {
  if (list) {
    for (const { id, name, face } of targets) console.log(`${id.padEnd(30)} ${name}, face ${face}`);
    return;
  }
  const unknown = only.find((id) => !targets.some((target) => target.id === id));
  if (unknown !== undefined)
    throw new UsageError(`There is no server ${JSON.stringify(unknown)}. Try --list.`);
  const given = [...targets.filter(({ id }) => only.includes(id)), ...endpoint];
  for (const target of given.length > 0 ? given : targets) {
    const label = `${target.name}, face ${target.face}`;
    try {
      let done = 0;
      const column = await runTarget(target, (_, total) => {
        done += 1;
        if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${label}: ${done} of ${total}`);
      });
      if (process.stderr.isTTY) process.stderr.write("\r\u001B[K");
      const verdicts = Object.values(column.verdicts);
      const count = (outcome: string) => verdicts.filter((verdict) => verdict.outcome === outcome).length;
      const seconds = Math.round(column.durationMs / 1000);
      console.log(
        `${label}: ${count("passed")} passed, ${count("failed")} failed, in ${seconds} s (${column.version})`,
      );
      // Written after each server, so that what was learned outlives an interruption.
      await matrixFiles.update((matrix) => mergeColumns(matrix, [column], order));
    } catch (error) {
      console.error(`${label}: not run: ${error instanceof Error ? error.message : error}`);
      process.exitCode = 1;
    }
  }
});
