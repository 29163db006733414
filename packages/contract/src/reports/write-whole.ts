import { randomUUID } from "node:crypto";
import { access, constants, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { UsageError } from "@completions-api/command-line";
import { describeFileError } from "@completions-api/command-line/yaml";

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
    throw cannotWrite(file, error);
  }
}

/**
 * Checks that a file can be written, without writing it.
 *
 * @throws UsageError if its folder does not exist or is protected, or if the file itself is a folder.
 */
export async function expectWritable(file: string): Promise<void> {
  try {
    await access(dirname(file), constants.W_OK);
  } catch (error) {
    throw cannotWrite(file, error);
  }
  const existing = await stat(file).catch(() => undefined);
  if (existing?.isDirectory()) throw new UsageError(`${file} cannot be written: it is a folder`);
}

function cannotWrite(file: string, error: unknown): UsageError {
  return new UsageError(`${file} cannot be written: ${describeFileError(error)}`);
}
