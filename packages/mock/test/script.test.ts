import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { sortProblems } from "@completions-api/command-line/yaml";
import { executeProgram, RunningProgram } from "@completions-api/testing";
import fc from "fast-check";
import OpenAI from "openai";
import { afterAll, expect, test, vi } from "vitest";
import { startMock } from "../src/index.ts";
import { parseScript } from "../src/script/parse-script.ts";
import type { Script } from "../src/script/script.ts";
import { ScriptFile } from "../src/script/script-file.ts";
import { fromSchema } from "./support/from-schema.ts";

const cli = new URL("../src/cli.ts", import.meta.url);
const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const [, example = ""] = /```yaml\n(.*?)```/s.exec(readme) ?? [];

// Without Prism, which takes long to load.
const env = { COMPLETIONS_MOCK_REFEREE: "" };

const folder = await mkdtemp(join(tmpdir(), "script-"));
afterAll(() => rm(folder, { recursive: true }));

/** Writes a script as an editor does: beside the old one, which it then replaces. */
async function save(text: string, name = "replies.yaml"): Promise<string> {
  const file = join(folder, name);
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
  return file;
}

/** Lists the problems of a script as `LINE:COLUMN: path: message`. */
function problemsOf(text: string): string[] {
  const parsed = parseScript(text);
  if (parsed.valid) return [];
  return sortProblems(parsed.problems).map(
    ({ line, column, path, message }) => `${line}:${column}: ${path}: ${message}`,
  );
}

test.each<[string, string, string[]]>([
  ["an empty file", "", ["1:1: : The script must be an object. Put the list of replies below `replies:`."]],
  [
    "a text with a colon",
    "replies:\n  - answer: Ahoy: there\n",
    ["2:13: : A mapping cannot begin here. Put a text that contains a colon and a space in quotes."],
  ],
  [
    "broken syntax",
    "replies: [\n",
    ["2:1: : Flow sequence in block collection must be sufficiently indented and end with a ]."],
  ],
  [
    "the form of several replies",
    "replies:\n- answer: {status: 99}\n  time: 1\n- when: {prompt: {matches: a, flags: q}}\nspeed: 1\n",
    [
      "2:20: replies[0].answer.status: must be at least 400.",
      "3:3: replies[0].time: is not a known property (known: name, when, answer, times).",
      "4:3: replies[1].answer: is required.",
      "4:38: replies[1].when.prompt.flags: must match ^[dgimsuvy]*$, for example i.",
      "5:1: speed: is not a known property (known: $schema, replies, latency, fault, strict).",
    ],
  ],
  [
    "several replies that break the contract",
    "replies:\n  - when: { prompt: { matches: '(' } }\n    answer: a\n  - answer:\n      - a\n      - status: 418\n",
    [
      "2:32: replies[0].when.prompt.matches: must be a regular expression.",
      expect.stringMatching(
        /^6:17: replies\[1\]\.answer\[1\]\.status: must be a status of the contract's errors/,
      ),
    ],
  ],
  [
    "JSON",
    '{\n\t"replies": [\n\t\t{ "answer": { "example": "nonesuch" } }\n\t]\n}',
    [expect.stringMatching(/^3:28: replies\[0\]\.answer\.example: must be an example of the spec/)],
  ],
])("says where the problems are in %s", (_, text, problems) => {
  expect(problemsOf(text)).toEqual(problems);
});

const scriptTexts = fc.oneof(
  fc
    .array(fc.constantFrom(..."a:\n- {}[]'\"&*!|#,\t?%0\ufeff", "replies:", "- answer: ", "status: ", "  "))
    .map((parts) => parts.join("")),
  fromSchema("Replies", 5).map((replies) => JSON.stringify({ replies: [replies].flat() }, null, 1)),
);

test("any text is a script or has problems at lines that it has", () => {
  fc.assert(
    fc.property(scriptTexts, (text) => {
      const parsed = parseScript(text);
      expect(parsed).toHaveProperty(parsed.valid ? "script" : "problems");
      const lines = text.split("\n");
      for (const { line, column } of parsed.valid ? [] : parsed.problems) {
        expect(lines.length).toBeGreaterThanOrEqual(line);
        expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? -1) + 1);
        expect(Math.min(line, column)).toBeGreaterThan(0);
      }
    }),
    { numRuns: 200 },
  );
});

test("the command serves the README's script, and reads it again when it changes", async () => {
  const file = await save(example);
  await using mock = await RunningProgram.start(cli, ["--port", "0", "--script", file], { env });
  const reported = async (text: string) => {
    while (!mock.stderr.includes(text)) await once(mock.child.stderr ?? mock.child, "data");
  };
  const client = new OpenAI({ baseURL: `${mock.url}/v1`, apiKey: "any-key", maxRetries: 0 });
  const complete = async (prompt: string, session = "one") => {
    const request = { model: "moby-dick", prompt };
    const { choices } = await client.completions.create(request, { headers: { "x-mock-session": session } });
    return choices[0]?.text;
  };

  await expect(complete("a whale")).rejects.toMatchObject({ status: 429 });
  expect(await complete("a whale")).toBe("Thar she blows!");
  expect([await complete("Hello there"), await complete("Hi"), await complete("hi")]).toEqual([
    "Ahoy!",
    "Ahoy again!",
    "Ahoy again!",
  ]);
  expect(await complete("Hi", "another")).toBe("Ahoy!");
  await expect(complete("Call me")).rejects.toMatchObject({ status: 404 });

  const add = (reply: object, session = "one") =>
    fetch(`${mock.url}/__mock/replies`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-mock-session": session },
      body: JSON.stringify(reply),
    });
  await add({ when: { prompt: "Hi" }, answer: "own" });
  await save("replies:\n  - answer: new\n");
  await reported(`Read ${file} again. Replies: 1.\n`);
  expect([await complete("Hi"), await complete("a whale"), await complete("a", "third")]).toEqual([
    "own",
    "new",
    "new",
  ]);

  await save("replies:\n  - answers: newer\n");
  await reported(`${file}:2:5: replies[0].answers: is not a known property`);
  expect(await complete("a whale")).toBe("new");
  await rm(file);
  await reported(`The script ${file} cannot be read: no such file or directory.`);
  await save("strict: true\nreplies:\n  - answer: newest\n");
  await reported(`stay in use.\ncompletions-mock: Read ${file} again.`);
  expect(await complete("a whale")).toBe("newest");

  const forgotten = { name: "forgotten", when: { prompt: "Ahoy" }, answer: "a" };
  for (const session of ["second", "third"]) await add(forgotten, session);
  expect(await mock.stop()).toEqual([1, null]);
  expect(mock.stderr.split("\n").at(-2)).toBe(
    "completions-mock: Reply `forgotten` was never used. The same in 2 sessions.",
  );
});

test("each change of the file is used or reported once, even one from before the watch", async () => {
  const file = await save("replies: []\n", "watched.yaml");
  const script = new ScriptFile(file);
  const used: Script[] = [];
  const report = vi.spyOn(console, "error").mockReturnValue();
  const watching = new AbortController();
  await save("strict: true\n", "watched.yaml");
  script.watch((changed) => used.push(changed), watching.signal);
  expect(used).toEqual([{ replies: [], settings: { strict: true } }]);

  await rm(file);
  await vi.waitFor(() => expect(report).toHaveBeenCalledTimes(2));
  // Nothing is to happen after changes of other files, so there is nothing to wait for but time.
  await save("replies: []\n", "unrelated.yaml");
  await setTimeout(150);
  await save("strict: true\n", "watched.yaml");
  await setTimeout(150);
  expect(used).toHaveLength(1);
  expect(report).toHaveBeenCalledTimes(2);
  watching.abort();
});

test("a change of the file that a symbolic link leads to is used", async () => {
  const target = await save("replies: []\n", "target.yaml");
  const link = join(await mkdtemp(join(folder, "links-")), "link.yaml");
  await symlink(target, link);
  const watching = new AbortController();
  const report = vi.spyOn(console, "error").mockReturnValue();
  const changed = new Promise((resolve) => new ScriptFile(link).watch(resolve, watching.signal));
  await save("strict: true\n", "target.yaml");
  expect(await changed).toEqual({ replies: [], settings: { strict: true } });
  watching.abort();
  report.mockRestore();
});

test("a script and a real server that would answer in its place are refused together", async () => {
  const url = "http://127.0.0.1:1";
  const { code, stderr } = await executeProgram(cli, ["--script", "replies.yaml", "--proxy", url], { env });
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringMatching(/^completions-mock: --script has no effect with --proxy .*\n$/),
  });
});

test("a script that cannot be used ends the command with exit code 2", async () => {
  const file = await save("replies:\n  - answer: { status: 99 }\nlatency: 1\n", "wrong.yaml");
  const missing = join(folder, "missing.yaml");
  const [wrong, absent] = await Promise.all([
    executeProgram(cli, ["--script", file], { env }),
    executeProgram(cli, ["--script", missing], { env }),
  ]);
  expect(wrong).toMatchObject({
    code: 2,
    stdout: "",
    stderr: `completions-mock: The script ${file} cannot be used.\n${file}:2:23: replies[0].answer.status: must be at least 400.\n${file}:3:10: latency: must be an object.\n`,
  });
  expect(absent).toMatchObject({
    code: 2,
    stdout: "",
    stderr: `completions-mock: The script ${missing} cannot be read: no such file or directory.\n`,
  });
});

test("in code, a reset begins the script again", async () => {
  const file = await save("replies:\n  - times: 1\n    answer: once\n  - answer: then\n", "code.yaml");
  await using mock = await startMock({ port: 0, script: file });
  const client = new OpenAI({ baseURL: `${mock.url}/v1`, apiKey: "any-key" });
  const complete = async () =>
    (await client.completions.create({ model: "moby-dick", prompt: "Call me" })).choices[0]?.text;
  const first = [await complete(), await complete()];
  mock.reset();
  expect([...first, await complete()]).toEqual(["once", "then", "once"]);
});
