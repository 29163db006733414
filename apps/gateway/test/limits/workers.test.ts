import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

test("workers share the limits of their callers, without Redis, too", async () => {
  const primary = fileURLToPath(new URL("./two-workers.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--conditions=@completions-api/source",
    primary,
  ]);
  expect(JSON.parse(stdout)).toEqual({ admitted: 7, remaining: ["165", "165"] });
});
