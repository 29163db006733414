import fc from "fast-check";

/** Any few bytes. */
export const randomBytes: fc.Arbitrary<Buffer<ArrayBuffer>> = fc
  .uint8Array({ maxLength: 60 })
  .map((bytes) => Buffer.from(bytes));

/** Replaces up to 20 of the bytes by random ones, at a random place. */
export function damagedBytes(whole: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer<ArrayBuffer>> {
  return fc.tuple(whole, fc.nat(), fc.nat({ max: 20 }), randomBytes).map(([bytes, at, length, patch]) => {
    const start = at % (bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, start), patch, bytes.subarray(start + length)]);
  });
}

/** Joins one or two requests, as a client that pipelines sends them. */
export function oneOrTwo(request: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer<ArrayBuffer>> {
  return fc.array(request, { minLength: 1, maxLength: 2 }).map((requests) => Buffer.concat(requests));
}
