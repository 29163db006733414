import { randomUUID } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { UsageError } from "@completions-api/command-line";

/**
 * Writes a file whole or not at all. It is written beside its place and then moved there, so a reader never sees a part of it,
 * and an earlier file stays if the writing fails.
 *
 * @throws UsageError if the file cannot be written.
 */
export async function writeWhole(file: string, text: string): Promise<void> {
  const draft = join(dirname(file), `.${basename(file)}.${randomUUID()}`);
  try {
    await writeFile(draft, text, { flag: "wx" });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    const problem = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file} cannot be written: ${problem}`);
  }
}
