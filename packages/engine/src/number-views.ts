const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Views 16-bit little-endian numbers in a file. They are copied only if the processor cannot read them in place. */
export function viewUint16(bytes: Uint8Array, start: number, count: number): Uint16Array {
  const offset = bytes.byteOffset + start;
  if (isLittleEndian && offset % 2 === 0) return new Uint16Array(bytes.buffer, offset, count);
  const view = new DataView(bytes.buffer, offset, 2 * count);
  return Uint16Array.from({ length: count }, (_, index) => view.getUint16(2 * index, true));
}

/** Views 32-bit little-endian numbers in a file. They are copied only if the processor cannot read them in place. */
export function viewUint32(bytes: Uint8Array, start: number, count: number): Uint32Array {
  const offset = bytes.byteOffset + start;
  if (isLittleEndian && offset % 4 === 0) return new Uint32Array(bytes.buffer, offset, count);
  const view = new DataView(bytes.buffer, offset, 4 * count);
  return Uint32Array.from({ length: count }, (_, index) => view.getUint32(4 * index, true));
}
