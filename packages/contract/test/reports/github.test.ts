import { expect, test } from "vitest";
import { formatGithub } from "../../src/reports/github.ts";
import { createResults, createRun, hostileText } from "../support/results.ts";

/** Reads a command as the runner does (https://github.com/actions/runner, ActionCommand.cs). */
function readCommand(line: string) {
  const [, level, properties = "", data = ""] = /^::(\w+) ([^:]*)::(.*)$/.exec(line) ?? [];
  const decode = (text: string) =>
    text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
  const title = decode(
    properties
      .replace(/^title=/, "")
      .replaceAll("%3A", ":")
      .replaceAll("%2C", ","),
  );
  return { level, title, message: decode(data) };
}

test("annotates failures, warnings and the total", () => {
  const commands = formatGithub(createRun("100 %0A whale, and: more")).trimEnd().split("\n").map(readCommand);
  expect(commands.map(({ level, title }) => [level, title])).toEqual([
    ["error", "failed: text-prompt"],
    ["error", "failed: token-missing"],
    ["error", "flipped: seed-repeats"],
    ["warning", "warned: stream-comments"],
    ["warning", "same-text"],
    ["notice", "Contract of the completions API"],
  ]);
  expect(commands[0]?.message).toMatch(
    /^A string is one prompt\nwanted status 200 100 %0A whale, and: more\nfound 100 %0A whale, and: more\ncurl '/,
  );
  expect(commands[5]?.message).toMatch(/^1 passed, 2 failed, .* could have failed$/);
});

test("a server cannot add a command", () => {
  const output = formatGithub(createRun(hostileText));
  expect(output.trimEnd().split(/\r?\n|\r/)).toHaveLength(6);
  for (const line of output.trimEnd().split("\n"))
    expect(line).toMatch(/^::(error|warning|notice) title=[^:]*::/);
  expect(output).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
});

test("says how many annotations GitHub would drop", () => {
  const [, failed] = createResults("whale");
  const results =
    failed &&
    Array.from({ length: 13 }, (_, index) => ({
      ...failed,
      failure: { expected: "a".repeat(index), actual: "" },
    }));
  const output = formatGithub(createRun("whale", results));
  expect(output.match(/^::error/gm)).toHaveLength(10);
  expect(output).toContain("%0A3 more: GitHub shows 10 annotations of each level.\n");
});
