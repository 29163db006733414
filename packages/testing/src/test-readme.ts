import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";

/** How to run the programs of a README. */
export interface ReadmeOptions {
  /** Changes a program before it runs, for example to replace the address of a server. */
  readonly adapt?: (code: string) => string;
  /** Variables beside those of this process. */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Tests the programs in a package's README: each `ts` block that begins with an import must print the `text` block that
 * follows it.
 */
export function testReadme(
  packageFolder: URL,
  { adapt = (code) => code, env = {} }: ReadmeOptions = {},
): void {
  const readme = readFileSync(new URL("README.md", packageFolder), "utf8");
  const programs = Array.from(
    readme.matchAll(/^```ts\n(import .*?)^```\n\n^```text\n(.*?)^```/gms),
    ([, code = "", output = ""]) => ({ code, output }),
  );

  test("every program in the README is followed by its output", () => {
    expect(programs).not.toHaveLength(0);
    expect(programs).toHaveLength(readme.split("```ts\nimport ").length - 1);
  });

  test.each(programs)("program %# of the README prints the output shown", async ({ code, output }) => {
    const options = [
      "--conditions=@completions-api/source",
      "--input-type=module-typescript",
      "--eval",
      adapt(code),
    ];
    const { stdout } = await promisify(execFile)(process.execPath, options, {
      cwd: packageFolder,
      env: { ...process.env, ...env },
    });
    // A block ends with a line break, but a program need not print one.
    expect(stdout.trimEnd()).toBe(output.trimEnd());
  });
}
