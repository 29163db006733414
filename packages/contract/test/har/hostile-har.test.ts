import { truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UnreadableHar } from "@completions-api/protocol/recorded";
import fc from "fast-check";
import { expect, test } from "vitest";
import { judgeHar } from "../../src/har/judge-har.ts";
import type { RunResult } from "../../src/index.ts";
import { reportKinds } from "../../src/reports/report-kinds.ts";
import { createTemporaryFolder } from "../support/temporary-folder.ts";

const entry = {
  startedDateTime: "2026-01-01T00:00:00.000Z",
  time: 20,
  _charlesStatus: "COMPLETE",
  comment: "",
  request: {
    method: "POST",
    url: "https://whale.example/v1/completions",
    bodySize: 16,
    headers: [{ name: "Authorization", value: "Bearer moby-dick-1851" }],
    postData: { mimeType: "application/json", text: '{"prompt":"sea"}' },
  },
  response: {
    status: 200,
    headers: [{ name: "Content-Type", value: "application/json" }],
    content: { size: 2, mimeType: "application/json", text: "{}" },
  },
  timings: { send: 1, wait: 2, receive: 3 },
  _pieces: [{ at: 3, text: "{}" }],
};

async function judge(text: string): Promise<RunResult> {
  using folder = createTemporaryFolder();
  const file = join(folder.path, "recorded.har");
  await writeFile(file, text);
  return await judgeHar(file);
}

const odd = fc.oneof(
  fc.constantFrom(
    null,
    -1,
    1e308,
    0.5,
    204,
    304,
    999,
    "constructor",
    "__proto__",
    "\u0000\u001B[31m",
    {},
    [],
  ),
  fc.constantFrom({ toString: 1 }, { valueOf: "whale" }, "+275760-09-13T00:00:00.000Z", "javascript:whale"),
  fc.jsonValue(),
);

/** All paths to values of a value. */
function pathsOf(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [[]];
  const below = Object.entries(value).flatMap(([name, inner]) =>
    pathsOf(inner).map((path) => [name, ...path]),
  );
  return [[], ...below];
}

function replace(value: unknown, [name, ...rest]: readonly string[], other: unknown): unknown {
  if (name === undefined) return other;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === name ? replace(item, rest, other) : item));
  // An earlier change may have replaced it.
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [
    key,
    key === name ? replace(inner, rest, other) : inner,
  ]);
  return Object.fromEntries(entries);
}

test("an archive may have any value anywhere, and all reports can be written", async () => {
  const changes = fc.array(fc.tuple(fc.constantFrom(...pathsOf(entry)), odd), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(changes, async (changes) => {
      const changed = changes.reduce<unknown>((value, [path, other]) => replace(value, path, other), entry);
      const run = await judge(JSON.stringify({ log: { entries: [changed] } }));
      for (const { format } of reportKinds) expect(await format(run)).not.toBe("");
    }),
    { numRuns: 300 },
  );
});

test("a number that is too large for a computer counts as none", async () => {
  const text = JSON.stringify({ log: { entries: [entry] } }).replace('"time":20', '"time":1e400');
  const { results } = await judge(text);
  expect(results).toMatchObject([{ durationMs: 0 }]);
});

test("only exchanges by HTTP are judged", async () => {
  const request = { ...entry.request, url: "javascript:alert(1)//v1/completions" };
  const { results, warnings } = await judge(JSON.stringify({ log: { entries: [{ ...entry, request }] } }));
  expect(results).toEqual([]);
  expect(warnings).toMatchObject([{ id: "other-requests-left-out" }]);
});

test("an archive may have more entries than a function has arguments", async () => {
  const entries = Array.from({ length: 200_000 }, () => ({ request: { url: "https://whale.example/" } }));
  expect((await judge(JSON.stringify({ log: { entries } }))).results).toEqual([]);
});

test("a file that is too long is not read", async () => {
  using folder = createTemporaryFolder();
  const file = join(folder.path, "long.har");
  await writeFile(file, "");
  await truncate(file, 256 * 1024 * 1024 + 1);
  await expect(judgeHar(file)).rejects.toThrow(new UnreadableHar("It is longer than 256 MiB."));
});
