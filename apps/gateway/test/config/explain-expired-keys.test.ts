import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { explainExpiredKeys } from "../../src/config/explain-expired-keys.ts";
import { readCheckedConfig } from "../../src/config/read-config.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-06-15T12:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Explains which keys of a file have expired. Each key takes one line, from the second on. */
async function explain(keys: readonly object[]): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "expired-"));
  const file = join(folder, "gateway.yaml");
  const lines = keys.map((key, index) => {
    const sha256 = String(index).padStart(64, "0");
    return `  - ${JSON.stringify({ name: `key-${index}`, sha256, ...key })}\n`;
  });
  await writeFile(file, `keys:\n${lines.join("")}deployments: { d: { engine: embedded } }\n`);
  const checked = await readCheckedConfig({ file }, {});
  await rm(folder, { recursive: true });
  return explainExpiredKeys(checked);
}

const explanation = (names: string) =>
  `Some API keys have expired, and requests with them get a 401: ${names}. Remove them, or change \`expires\`.`;

test("names the keys that have expired, with their lines", async () => {
  const expiries = ["2026-06-14", "2026-06-15", "2026-06-15T12:00:00Z", "2026-06-15T12:00:01Z"];
  const keys = [{}, ...expiries.map((expires) => ({ expires }))];
  expect(await explain(keys)).toBe(explanation("key-1 (line 3), key-3 (line 5)"));
});

test("says nothing if no key has expired", async () => {
  expect(await explain([{}, { expires: "2026-06-15" }])).toBeUndefined();
});

test("names ten keys at most", async () => {
  const keys = Array.from({ length: 12 }, () => ({ expires: "2020-01-31" }));
  expect(await explain(keys)).toMatch(/key-8 \(line 10\), key-9 \(line 11\) and 2 more\. /);
});
