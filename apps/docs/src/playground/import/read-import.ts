import type { RunRecord } from "../run-record.ts";
import { readArchive } from "./read-archive.ts";
import { readCassetteFile } from "./read-cassette-file.ts";
import { UnreadableFile } from "./unreadable-file.ts";

/** The longest file, in bytes: 32 MiB. */
const longestFile = 32 * 2 ** 20;

/**
 * Refuses a file that is too large to be shown.
 *
 * @throws UnreadableFile
 */
export function checkSize(bytes: number): void {
  if (bytes > longestFile)
    throw new UnreadableFile(`The file has ${Math.ceil(bytes / 2 ** 20)} MiB. The limit is 32 MiB.`);
}

/**
 * Reads the runs in an HTTP Archive or a cassette.
 *
 * @param file - its name for messages.
 * @returns at least one run.
 * @throws UnreadableFile
 */
export function readImport(text: string, file: string): readonly RunRecord[] {
  checkSize(text.length);
  if (text.trim() === "") throw new UnreadableFile("The file is empty.");
  const isCassette = /^\uFEFF?\s*\{\s*"cassette"\s*:/.test(text);
  const records = isCassette ? readCassetteFile(text, file) : readArchive(text);
  if (records.length === 0) throw new UnreadableFile("The file has no requests for completions.");
  return records;
}
