import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { environmentOf } from "./support/start-example.ts";

// Jest needs the flag for ES modules. The runners are started without npm, which takes longer to start than they take.
// On a busy machine their own five seconds for a test are not enough.
const patience = "--testTimeout=60000";
const runners = [
  ["vitest", ["node_modules/vitest/vitest.mjs", "run", patience], /Tests.* 3 passed/],
  ["jest", ["--experimental-vm-modules", "node_modules/jest/bin/jest.js", patience], /Tests: +3 passed/],
  ["node-test", ["--test"], /pass 3\b/],
  ["msw", ["node_modules/vitest/vitest.mjs", "run", patience], /Tests.* 3 passed/],
] as const;

test.concurrent.each(runners)("the tests of %s pass", async (folder, command, summary) => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, command, {
    cwd: join(import.meta.dirname, "..", folder),
    env: environmentOf(),
  });
  expect(stdout + stderr).toMatch(summary);
});
