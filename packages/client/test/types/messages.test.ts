import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

const setup = `import type { CompletionsClient } from "@completions-api/client";
declare const client: CompletionsClient;
declare const prompt: string;
declare const stream: boolean;
const request = { prompt, top_k: 40 };`;

const topK =
  "Type 'number' is not assignable to type '\"top_k is not a parameter of this API. To send it, set the option `extraParameters`.\"'.";

/** Lines of code, each with the messages of all its errors. */
const mistakes: readonly (readonly [code: string, ...messages: string[]])[] = [
  ["client.complete({ prompt, top_k: 40 });", topK],
  ["client.complete({ prompt, top_k: 40, stream });", topK],
  ["client.complete({ prompt, top_k: 40, stream: true }, { timeout: 1_000 });", topK],
  ["client.complete({ top_k: 40 });", topK],
  ["client.complete(request);", topK],
  ["client.complete({ ...request, seed: 1 });", topK],
  [
    'client.complete({ prompt, temprature: "hot" });',
    "Type '\"hot\"' is not assignable to type '\"temprature is not a parameter of this API. To send it, set the option `extraParameters`.\"'.",
  ],
  // Known parameters keep the messages of their own types.
  ['client.complete({ prompt, seed: "1" });', "Type 'string' is not assignable to type 'number'."],
  [
    'client.complete({ prompt, seed: "1", top_k: 40 });',
    "Type 'string' is not assignable to type 'number'.",
    topK,
  ],
  ["client.complete({ seed: 1 });", "Property 'prompt' is missing in type '{ seed: number; }'"],
  [
    'client.complete({ prompt: ["a", 1] });',
    "Type '(string | number)[]' is not assignable to type 'string | readonly",
  ],
];

test("the compiler's messages name the option for extra parameters, and the type of known ones", () => {
  const found = compile([setup, ...mistakes.map(([code]) => code)].join("\n"));
  const firstLine = setup.split("\n").length + 1;
  const lines = mistakes.map(([code], index) => [code, ...(found.get(firstLine + index) ?? [])]);
  expect(lines).toEqual(
    mistakes.map(([code, ...messages]) => [
      code,
      ...messages.map((message) => expect.stringContaining(message)),
    ]),
  );
});

/** Compiles a module, and returns its errors by line. */
function compile(code: string): Map<number, string[]> {
  // Outside of the folders that `tsc` checks.
  const folder = mkdtempSync(join(import.meta.dirname, "../../messages-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "code.ts"), code);
  writeFileSync(
    join(folder, "tsconfig.json"),
    '{ "extends": "../test/types/tsconfig.json", "include": ["code.ts"] }',
  );
  const compiler = join(import.meta.dirname, "../../node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [compiler, "-p", folder, "--pretty", "false"], {
    encoding: "utf8",
  });
  const errors = new Map<number, string[]>();
  for (const [, line, message = ""] of stdout.matchAll(/^\S*code\.ts\((\d+),\d+\): error (.*(?:\n .*)*)/gm)) {
    errors.set(Number(line), [...(errors.get(Number(line)) ?? []), message]);
  }
  return errors;
}
