import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const program = fileURLToPath(new URL("../support/measure-reloads.ts", import.meta.url));

test("200 reloads retain next to nothing of what each configuration takes", async () => {
  const options = ["--expose-gc", "--conditions=@completions-api/source", program];
  const { stdout } = await promisify(execFile)(process.execPath, options);
  const { retained, taken } = JSON.parse(stdout);
  expect(taken).toBeGreaterThan(100_000);
  expect(retained).toBeLessThan(taken / 10);
});
