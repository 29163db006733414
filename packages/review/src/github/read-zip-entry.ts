import { inflateRawSync } from "node:zlib";

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const stored = 0;
const deflated = 8;

/**
 * Reads one file of a ZIP archive. GitHub packs artifacts into one. Nothing is written to disk, so no name in an archive
 * leads out of a folder, and a bomb stops at the limit.
 *
 * @returns undefined if the archive has no such file.
 * @throws RangeError if the file is larger than `limit` bytes, or if the archive is damaged.
 */
export function readZipEntry(archive: Buffer, name: string, limit: number): Buffer | undefined {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end === -1 || archive.readUInt32LE(end) !== endOfDirectory) {
    throw new RangeError("It is not a ZIP archive");
  }
  const count = archive.readUInt16LE(end + 10);
  let position = archive.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    if (archive.readUInt32LE(position) !== directoryEntry) break;
    const nameLength = archive.readUInt16LE(position + 28);
    const extraLength = archive.readUInt16LE(position + 30);
    const commentLength = archive.readUInt16LE(position + 32);
    const nameStart = position + 46;
    if (archive.toString("utf8", nameStart, nameStart + nameLength) === name) {
      return readFile(archive, position, limit);
    }
    position = nameStart + nameLength + extraLength + commentLength;
  }
  return undefined;
}

/** Reads a file by its entry in the directory. The header before the file itself may lack the sizes. */
function readFile(archive: Buffer, entry: number, limit: number): Buffer {
  const method = archive.readUInt16LE(entry + 10);
  const compressedSize = archive.readUInt32LE(entry + 20);
  const header = archive.readUInt32LE(entry + 42);
  const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
  const content = archive.subarray(start, start + compressedSize);
  if (method === stored && content.length <= limit) return content;
  if (method === deflated) return inflateRawSync(content, { maxOutputLength: limit });
  throw new RangeError(
    method === stored
      ? `It has more than ${limit} bytes`
      : `It is compressed in a way that is not supported (${method})`,
  );
}
