import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { largestEntry } from "../../src/cache/cache-store.ts";
import { largestSealed, seal, unseal } from "../../src/cache/seal.ts";

const lifetime = 3_600_000;
const objects = fc.record({ text: fc.string({ unit: "grapheme", maxLength: 5_000 }) });
const encode = (value: unknown) => Buffer.from(JSON.stringify(value));

test("what was sealed for a key is unsealed for that key alone", async () => {
  await fc.assert(
    fc.asyncProperty(objects, fc.string(), fc.string(), async (object, key, other) => {
      fc.pre(key !== other);
      const value = encode(object);
      const sealed = await seal(key, { value, lifetime });
      const unsealed = await unseal(key, sealed);
      expect(unsealed?.lifetime).toBe(lifetime);
      expect(Buffer.from(unsealed?.value ?? []).equals(value)).toBe(true);
      expect(await unseal(other, sealed)).toBeUndefined();
    }),
    { numRuns: 100 },
  );
});

test("a value with another character, a part of one, or any other text is not unsealed", async () => {
  const changes = fc.constantFrom("", " ", "{", "0", "x", "\ufffd");
  const damaged = fc.tuple(objects, fc.nat(), changes).map(async ([object, place, change]) => {
    const sealed = await seal("key", { value: encode(object), lifetime });
    const at = place % sealed.length;
    return [sealed, sealed.slice(0, at) + change + sealed.slice(at + 1)];
  });
  const cut = fc.tuple(objects, fc.nat()).map(async ([object, length]) => {
    const sealed = await seal("key", { value: encode(object), lifetime });
    return [sealed, sealed.slice(0, length % sealed.length)];
  });
  const foreign = fc.string().map(async (text) => ["", text]);
  await fc.assert(
    fc.asyncProperty(fc.oneof(damaged, cut, foreign), async (texts) => {
      const [sealed, other = ""] = await texts;
      fc.pre(other !== sealed);
      expect(await unseal("key", other)).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});

test("a large value is compressed, and even one that cannot be takes no more than Redis is asked for", async () => {
  const text = encode({ text: "call me Ishmael ".repeat(10_000) });
  expect((await seal("key", { value: text, lifetime })).length).toBeLessThan(text.length / 20);
  const value = randomBytes(largestEntry);
  const sealed = await seal("key", { value, lifetime });
  expect(sealed.length).toBeLessThanOrEqual(largestSealed);
  expect(Buffer.from((await unseal("key", sealed))?.value ?? []).equals(value)).toBe(true);
});
