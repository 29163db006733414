import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const program = fileURLToPath(new URL("../support/measure-retained.ts", import.meta.url));

test("a request that waits takes little more than its body, or twice if it has characters outside Latin-1", async () => {
  const options = ["--expose-gc", "--conditions=@completions-api/source", program];
  const { stdout } = await promisify(execFile)(process.execPath, options);
  const factors = Object.entries<number>(JSON.parse(stdout));
  expect(factors.length).toBeGreaterThan(20);
  for (const [name, factor] of factors) {
    expect(factor, name).toBeGreaterThan(0.4);
    expect(factor, name).toBeLessThan(mostFor(name));
  }
});

/** A token is a number of 8 bytes, and takes at least 2 bytes in the body. */
function mostFor(name: string): number {
  if (name.includes("one digit")) return 4.1;
  return name.includes("Latin-1") ? 2.1 : 1.6;
}
