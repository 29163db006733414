// Checks JSON values against TypeScript types. Unlike most schemas, these refuse unknown, and so misspelled, properties.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/** A value and the type that it should have. */
export interface TypedValue {
  /** The beginning of each problem, such as the name of a file. */
  readonly name: string;
  /** A type, as TypeScript spells it. */
  readonly type: string;
  readonly value: unknown;
}

/** Compiles values as constants of their types. Returns the compiler's errors. */
export function compileValues(values: readonly TypedValue[]): string[] {
  const folder = mkdtempSync(join(root, "node_modules/.values-"));
  try {
    const file = join(folder, "values.ts");
    const lines = values.map(
      ({ type, value }, index) => `export const value${index}: ${type} = ${JSON.stringify(value)};`,
    );
    writeFileSync(file, lines.join("\n"));
    const options = [
      "--noEmit",
      "--allowImportingTsExtensions",
      "--strict",
      "--skipLibCheck",
      "--module",
      "nodenext",
      "--types",
      "",
    ];
    execFileSync("tsc", ["--ignoreConfig", ...options, file], { encoding: "utf8" });
    return [];
  } catch (error) {
    // The error has the compiler's output. Without any output, the compiler did not run.
    const { stdout } = error as { stdout?: string };
    if (!stdout) throw error;
    return stdout
      .split("\n")
      .filter((line) => /^\S.*error TS/.test(line))
      .map((line) => {
        const [, number = "1", message] = /\((\d+),\d+\): (.*)/.exec(line) ?? [];
        return `${values[Number(number) - 1]?.name}: ${message}`;
      });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
