import { crc32, deflateRawSync } from "node:zlib";

/** Packs files as a ZIP archive, with a data descriptor after each as streaming writers do. */
export function zip(files: Readonly<Record<string, string | Buffer>>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const data = Buffer.from(content);
    const compressed = deflateRawSync(data);
    const sizes = numbers(crc32(data), compressed.length, data.length);
    const nameBytes = Buffer.from(name);
    const nameLength = shorts(nameBytes.length, 0);
    const local = [numbers(0x04034b50), shorts(20, 8, 8, 0, 0), numbers(0, 0, 0), nameLength];
    const file = Buffer.concat([...local, nameBytes, compressed, numbers(0x08074b50), sizes]);
    const entry = [numbers(0x02014b50), shorts(20, 20, 8, 8, 0, 0), sizes, nameLength];
    directory.push(...entry, shorts(0, 0, 0), numbers(0, offset), nameBytes);
    parts.push(file);
    offset += file.length;
  }
  const entries = Object.keys(files).length;
  const size = Buffer.concat(directory).length;
  const end = [numbers(0x06054b50), shorts(0, 0, entries, entries), numbers(size, offset), shorts(0)];
  return Buffer.concat([...parts, ...directory, ...end]);
}

function numbers(...values: number[]): Buffer {
  return Buffer.from(new Uint32Array(values).buffer);
}

function shorts(...values: number[]): Buffer {
  return Buffer.from(new Uint16Array(values).buffer);
}
