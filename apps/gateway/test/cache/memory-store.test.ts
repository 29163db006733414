import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { largestEntry } from "../../src/cache/cache-store.ts";
import { entryBytes, MemoryStore } from "../../src/cache/memory-store.ts";

const hour = 3_600_000;
const bounds = { bytes: 40 * entryBytes, bytesPerCaller: 10 * entryBytes, maxAge: hour };

/** The bytes that the entries with these keys take, in all and of each caller. */
function measure(store: MemoryStore, owners: ReadonlyMap<string, string>) {
  const byCaller = new Map<string, number>();
  let all = 0;
  for (const [key, caller] of owners) {
    const found = store.find(key);
    if (found === undefined) continue;
    const size = found.value.length + entryBytes;
    all += size;
    byCaller.set(caller, (byCaller.get(caller) ?? 0) + size);
  }
  return { all, byCaller };
}

const step = fc.record({
  caller: fc.constantFrom("a", "b", "c", "d", "e", "f"),
  key: fc.nat(12),
  bytes: fc.oneof(fc.nat(3 * entryBytes), fc.nat(12 * entryBytes)),
  isRead: fc.boolean(),
});

test("no schedule exceeds the bytes of a caller or of all, and the bytes are counted exactly", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 120 }), async (steps) => {
      const store = await MemoryStore.open(bounds);
      const owners = new Map<string, string>();
      for (const { caller, key, bytes, isRead } of steps) {
        const name = `${caller}${key}`;
        if (isRead) store.find(name);
        else {
          store.keep(name, caller, new Uint8Array(bytes));
          owners.set(name, caller);
          // The entry is there, unless it is too large by itself.
          const isKept = bytes + entryBytes <= bounds.bytesPerCaller;
          if (isKept) expect(store.find(name)?.value).toHaveLength(bytes);
        }
        expect(store.bytes).toBeLessThanOrEqual(bounds.bytes);
      }
      const { all, byCaller } = measure(store, owners);
      expect(store.bytes).toBe(all);
      for (const bytes of byCaller.values()) expect(bytes).toBeLessThanOrEqual(bounds.bytesPerCaller);
      store.close();
      expect(store.bytes).toBe(0);
    }),
    { numRuns: 200 },
  );
});

test("a caller that keeps any number of entries evicts its own", async () => {
  const store = await MemoryStore.open(bounds);
  for (const name of ["one", "two"]) store.keep(name, "quiet", new Uint8Array(8));
  for (let count = 0; count < 1_000; count += 1) store.keep(`loud ${count}`, "loud", new Uint8Array(8));
  expect(store.find("one")).toBeDefined();
  expect(store.find("two")).toBeDefined();
  expect(store.find("loud 999")).toBeDefined();
  expect(store.find("loud 0")).toBeUndefined();
});

test("the entry of a caller that was not used for longest goes first", async () => {
  const store = await MemoryStore.open({ ...bounds, bytesPerCaller: 2 * entryBytes + 2 });
  store.keep("old", "a", new Uint8Array(1));
  store.keep("new", "a", new Uint8Array(1));
  store.find("old");
  store.keep("newest", "a", new Uint8Array(1));
  expect(["old", "new", "newest"].filter((key) => store.find(key))).toEqual(["old", "newest"]);
});

test("an entry can replace one of its key, which then no longer counts", async () => {
  const store = await MemoryStore.open(bounds);
  store.keep("key", "a", new Uint8Array(100));
  store.keep("key", "a", Uint8Array.of(7));
  expect(store.find("key")?.value).toEqual(Uint8Array.of(7));
  expect(store.bytes).toBe(entryBytes + 1);
});

test("an entry that replaces another one makes no room for both", async () => {
  const store = await MemoryStore.open({ ...bounds, bytesPerCaller: 2 * entryBytes + 2 });
  for (const key of ["kept", "replaced", "replaced"]) store.keep(key, "a", new Uint8Array(1));
  expect(store.find("kept")).toBeDefined();
  expect(store.find("replaced")).toBeDefined();
});

test("an entry is gone after its time", async () => {
  const store = await MemoryStore.open({ ...bounds, maxAge: 50 });
  store.keep("key", "a", new Uint8Array(1));
  await expect.poll(() => store.find("key"), { interval: 10, timeout: 10_000 }).toBeUndefined();
  expect(store.bytes).toBe(0);
});

test("an entry beyond 1 MiB is not kept", async () => {
  const store = await MemoryStore.open({ bytes: 2 ** 25, bytesPerCaller: 2 ** 25, maxAge: hour });
  store.keep("large", "a", new Uint8Array(largestEntry + 1));
  expect(store.bytes).toBe(0);
  store.keep("large", "a", new Uint8Array(largestEntry));
  expect(store.find("large")).toBeDefined();
});

test.each([
  ["one caller", () => "caller"],
  ["as many callers", (count: number) => `caller ${count}`],
])("small entries of %s take no more memory than is counted", async (_, nameCaller) => {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const measure = () => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const encoder = new TextEncoder();
  const before = measure();
  const store = await MemoryStore.open({ bytes: 2 ** 25, bytesPerCaller: 2 ** 25, maxAge: hour });
  for (let count = 0; count < 20_000; count += 1) {
    // Flat and of its own, like a key that is the text of a hash.
    const key = Buffer.from(String(count).padStart(43, "k")).toString("latin1");
    store.keep(key, nameCaller(count), encoder.encode("one two three"));
  }
  const taken = measure() - before;
  expect(store.bytes).toBe(20_000 * (entryBytes + 13));
  expect(taken).toBeLessThan(store.bytes);
});
