import { createCommand, helpWidth } from "./create-command.ts";
import type { Program } from "./program.ts";

/** Returns the `--help` of a program, in lines of at most 100 columns unless a word is longer. */
export function formatHelp(program: Program<object>): string {
  const command = createCommand(program);
  const help = command.createHelp();
  const parts = [command.helpInformation()];
  for (const { text, terms = {} } of program.sections ?? []) {
    const list = Object.entries(terms).map(([term, meaning]) => {
      const lines = help.boxWrap(meaning, helpWidth - 6).split("\n");
      return `  ${term}\n${lines.map((line) => `      ${line}`).join("\n")}\n`;
    });
    parts.push(`${help.boxWrap(text, helpWidth)}\n${list.join("")}`);
  }
  const exitCodes = { ...program.exitCodes, 2: "invalid arguments, or the program could not run" };
  const codes = Object.entries(exitCodes).map(([code, meaning]) => `  ${code}  ${meaning}\n`);
  parts.push(`Exit codes:\n${codes.join("")}`);
  return parts.join("\n");
}
