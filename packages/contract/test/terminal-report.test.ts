import { expect, test } from "vitest";
import { createTerminalReport } from "../src/cli/report.ts";
import type { CaseResult, RunResult } from "../src/index.ts";
import { createExchange, createResults, createRun, hostileText } from "./support/results.ts";

function print(
  run: RunResult,
  { isTTY = false, environment = {} as Readonly<Record<string, string>> } = {},
): { readonly output: string; readonly progress: string } {
  const printed = { output: "", progress: "" };
  const to = (name: keyof typeof printed) => ({
    isTTY,
    write(text: string) {
      printed[name] += text;
    },
  });
  const report = createTerminalReport({
    total: run.results.length,
    ...{ output: to("output"), progress: to("progress"), environment },
  });
  for (const result of run.results) report.add(result);
  report.end(run);
  return printed;
}

const asked = String.raw`curl 'http://127.0.0.1:4010/completions?api-version=2024-04-01-preview' -H 'content-type: application/json' -H "authorization: Bearer $COMPLETIONS_TOKEN" --data-raw '{"prompt":"it'\''s"}'`;

test("prints a line a case, the failures, the cases without a verdict, the capabilities, the warnings, the total", () => {
  const { output, progress } = print(createRun("whale"));
  // The sources of the catalogue may change.
  expect(output.match(/^ {2}source {2}\S.*\n/gm)).toHaveLength(4);
  expect({ output: output.replaceAll(/^ {2}source {2}.*\n/gm, ""), progress }).toEqual({
    progress: "",
    output: `passed  usage: \`usage\` counts the tokens
failed  text-prompt: A string is one prompt
failed  token-missing: A missing token gets a 401
flipped  seed-repeats: The same seed gives the same text
warned  stream-comments: Comments mean nothing
not applicable  logprobs-shape: Shape
not applicable  best-of-bounds: Bounds
inconclusive  max-tokens-bound: Bound

failed  text-prompt: A string is one prompt
  asked   ${asked}
  got     HTTP 500, content-type: application/json
          whale
  wanted  status 200 whale
  found   whale

failed  token-missing: A missing token gets a 401
  found   timed out whale

flipped  seed-repeats: The same seed gives the same text (failed in 1 of 3 runs)
  asked   ${asked}
  got     HTTP 500, content-type: application/json
          whale
  wanted  status 200 whale
  found   whale

warned  stream-comments: Comments mean nothing
  asked   ${asked}
  got     HTTP 500, content-type: application/json
          whale
  wanted  status 200 whale
  found   whale

Without a verdict
  inconclusive: whale
    max-tokens-bound
  not applicable: lacks whale
    logprobs-shape, best-of-bounds

Capabilities
  greedy-repeats: yes (the same text twice: whale)
  logprobs: no (whale)
  fingerprint: unknown (whale)

Warnings
  same-text: every text is whale

1 passed, 2 failed, 1 flipped, 1 warned, 2 not applicable, 1 inconclusive on the face completions; 5 of the 6 cases that ran could have failed
`,
  });
});

test("prints a failure of a stream as its events, with the state at the one that shows it", () => {
  const identity = { id: "1", object: "text_completion", created: 1, model: "m" };
  const event = (text: string, finish_reason: string | null) =>
    `data: ${JSON.stringify({ ...identity, choices: [{ index: 0, text, finish_reason }] })}\n\n`;
  const texts = [
    event("a", null),
    event("b", null),
    event("c", "stop"),
    event("d", null),
    "data: [DONE]\n\n",
  ];
  const headers = [["content-type", "text/event-stream"]] as const;
  const failed: CaseResult = {
    id: "stream-grammar",
    title: "A stream orders its events correctly",
    level: "must",
    durationMs: 1,
    exchanges: [
      {
        ...createExchange(""),
        response: { status: 200, headers, pieces: texts.map((text, at) => ({ at, text })) },
      },
    ],
    outcome: "failed",
    reason: "",
    failure: { expected: "one end", actual: "two", exchange: 0, event: 3 },
  };
  const { output } = print(createRun("", [failed]));
  expect(output.slice(output.indexOf("  got"), output.indexOf("\nCapabilities"))).toBe(
    `  got     HTTP 200, content-type: text/event-stream
            2 earlier events
            3. 2 ms ${texts[2]?.trim().slice(6)}
          > 4. 3 ms ${texts[3]?.trim().slice(6)}
            choice 0 ended (stop), no usage yet, not done
            5. 4 ms [DONE]
  wanted  one end
  found   two
`,
  );
});

test("prints no more than 12 lines a failure, none of them long, whatever a server sends", () => {
  const text = hostileText.repeat(10_000);
  const { output } = print(createRun(text));
  expect(output).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}/u);
  const failures = output.split("\n\n").filter((part) => /^(failed|flipped|warned) {2}.*\n {2}/.test(part));
  expect(failures.length).toBeGreaterThan(3);
  for (const failure of failures) expect(failure.split("\n").length).toBeLessThanOrEqual(12);
  for (const line of output.split("\n")) expect(line.length).toBeLessThan(1000);
});

test("prints failures for the same reason once, with the ids of the others", () => {
  const [, failed] = createResults("whale");
  const results = failed && ["usage", "stop-form"].map((id) => ({ ...failed, id }));
  const { output } = print(createRun("", results));
  expect(output.match(/^ {2}found/gm)).toHaveLength(1);
  expect(output).toContain("\n  found   whale\n  also    1 more: stop-form\n");
});

test("prints no line that GitHub's runner obeys", () => {
  for (const text of ["::error::whale", "##[error]whale", "a ##[error]whale"]) {
    const { output } = print(createRun(text));
    expect(output).toContain("whale");
    expect(output).not.toMatch(/^\s*::|##\[/m);
  }
});

test("has colors and progress on a terminal only", () => {
  const run = createRun("whale");
  const [red, green, reset] = [31, 32, 39].map((code) => `\u001B[${code}m`);
  const { output, progress } = print(run, { isTTY: true });
  expect(output).toContain(`${green}passed${reset}  usage: `);
  expect(output).toContain(`${red}failed${reset}  text-prompt: `);
  expect(progress).toBe(
    `${Array.from({ length: 7 }, (_, index) => `\r\u001B[K\r\u001B[K${index + 1} of 8`).join("")}\r\u001B[K\r\u001B[K`,
  );
  const plain = print(run).output;
  expect(print(run, { isTTY: true, environment: { NO_COLOR: "1" } }).output).toBe(plain);
  expect(print(run, { isTTY: true, environment: { TERM: "dumb" } }).output).toBe(plain);
});

test("counts the cases that could have failed", () => {
  const results = createResults("whale");
  const total = (...chosen: readonly CaseResult[]) =>
    print(createRun("", chosen)).output.trimEnd().split("\n").at(-1);
  expect(total(...results)).toBe(
    "1 passed, 2 failed, 1 flipped, 1 warned, 2 not applicable, 1 inconclusive on the face completions; 5 of the 6 cases that ran could have failed",
  );
  expect(total()).toBe(
    "0 passed, 0 failed on the face completions; 0 of the 0 cases that ran could have failed",
  );
});
