import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Turns } from "../../src/admission/turns.ts";

const perTurn = 2 ** 16;
const large = 2 ** 20;

/** Records who enters, and in which turn of the event loop. */
class Journal {
  readonly entries: { readonly name: string; readonly bytes: number; readonly turn: number }[] = [];
  #turn = 0;

  enter(turns: Turns, name: string, bytes: number): Promise<void> {
    const add = (): void => {
      this.entries.push({ name, bytes, turn: this.#turn });
    };
    const turn = turns.enter(name, bytes);
    if (turn) return turn.then(add);
    add();
    return Promise.resolve();
  }

  /** Counts the turns until all have entered. */
  async watch(all: readonly Promise<void>[]): Promise<void> {
    let isDone = false;
    const done = Promise.all(all).then(() => {
      isDone = true;
    });
    while (!isDone) {
      await setImmediate();
      this.#turn += 1;
    }
    await done;
  }
}

test("a small body enters at once while little happens", () => {
  const turns = new Turns();
  expect(turns.enter("team", 200)).toBeUndefined();
  expect(turns.enter("team", perTurn - 200)).toBeUndefined();
  expect(turns.enter("team", 1)).toBeDefined();
});

test("what entered in an earlier turn does not count", async () => {
  const turns = new Turns();
  expect(turns.enter("team", perTurn)).toBeUndefined();
  await setImmediate();
  expect(turns.enter("team", perTurn)).toBeUndefined();
});

test("there are turns for new connections between large bodies, and small bodies of others do not wait for these", async () => {
  const turns = new Turns();
  const journal = new Journal();
  const larges = [journal.enter(turns, "a", large), journal.enter(turns, "a", large)];
  const small = setImmediate().then(() => journal.enter(turns, "b", 200));
  await journal.watch([...larges, small]);
  const [first, between, second] = journal.entries;
  expect([first?.name, between?.name, second?.name]).toEqual(["a", "b", "a"]);
  expect((second?.turn ?? 0) - (first?.turn ?? 0)).toBeGreaterThanOrEqual(16);
  expect((between?.turn ?? 0) - (first?.turn ?? 0)).toBeLessThanOrEqual(2);
});

test("a large body has a turn of its own", async () => {
  const turns = new Turns();
  const journal = new Journal();
  await journal.watch([
    journal.enter(turns, "a", large),
    journal.enter(turns, "b", large),
    journal.enter(turns, "a", large),
  ]);
  expect(new Set(journal.entries.map(({ turn }) => turn)).size).toBe(3);
  expect(turns.waiting).toBe(0);
});

test("a small body of another caller waits for one large body at most", async () => {
  const turns = new Turns();
  const journal = new Journal();
  const flood = Array.from({ length: 120 }, (_, index) =>
    journal.enter(turns, `flooder ${index % 30}`, large),
  );
  // Some have had their turn.
  for (let turn = 0; turn < 40; turn += 1) await setImmediate();
  const before = journal.entries.length;
  await journal.enter(turns, "other", 300);
  expect(journal.entries.length - before).toBeLessThanOrEqual(2);
  await Promise.all(flood);
});

test("callers have turns by their bytes, however many bodies they send", async () => {
  const turns = new Turns();
  const journal = new Journal();
  const many = Array.from({ length: 40 }, () => journal.enter(turns, "many", large));
  const few = Array.from({ length: 5 }, () => journal.enter(turns, "few", large));
  await Promise.all([...many, ...few]);
  const last = journal.entries.findLastIndex(({ name }) => name === "few");
  expect(last).toBeLessThanOrEqual(11);
});

test("callers have as many bytes as others, however large each body is", async () => {
  const turns = new Turns();
  const journal = new Journal();
  const largeBodies = Array.from({ length: 10 }, () => journal.enter(turns, "large", large));
  const smaller = Array.from({ length: 40 }, () => journal.enter(turns, "smaller", large / 4));
  await Promise.all([...largeBodies, ...smaller]);
  const names = journal.entries.map(({ name }) => name);
  // A body waits until its caller has had no more than others with it.
  expect(names.slice(0, 3)).toEqual(["smaller", "smaller", "smaller"]);
  const beginning = names.slice(0, 25).filter((name) => name === "large").length;
  expect(beginning).toBeGreaterThanOrEqual(4);
  expect(beginning).toBeLessThanOrEqual(6);
});

test("a caller who was idle gets nothing for that", async () => {
  const turns = new Turns();
  const journal = new Journal();
  const busy = Array.from({ length: 40 }, () => journal.enter(turns, "busy", large));
  for (let turn = 0; turn < 20; turn += 1) await setImmediate();
  const before = journal.entries.length;
  const idle = Array.from({ length: 10 }, () => journal.enter(turns, "idle", large));
  await Promise.all([...busy, ...idle]);
  const next = journal.entries.slice(before, before + 8).filter(({ name }) => name === "idle");
  expect(next.length).toBeGreaterThanOrEqual(4);
  expect(next.length).toBeLessThanOrEqual(5);
});

test("a caller who sends one body after the other gets no more than one who sends all at once", async () => {
  const turns = new Turns();
  const journal = new Journal();
  const oneByOne = async (name: string) => {
    for (let count = 0; count < 20; count += 1) await journal.enter(turns, name, large);
  };
  const all = Array.from({ length: 20 }, () => journal.enter(turns, "all at once", large));
  await Promise.all([...all, oneByOne("b"), oneByOne("c")]);
  const inTheBeginning = journal.entries.slice(0, 30).filter(({ name }) => name === "all at once").length;
  expect(inTheBeginning).toBeGreaterThanOrEqual(9);
  expect(inTheBeginning).toBeLessThanOrEqual(16);
});

const body = fc.record({
  name: fc.constantFrom("a", "b", "c"),
  bytes: fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 200_000 })),
});

test("every body enters once, in its caller's order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(body, { maxLength: 8 }), { maxLength: 5 }), async (waves) => {
      const turns = new Turns();
      const journal = new Journal();
      const all: Promise<void>[] = [];
      for (const wave of waves) {
        for (const { name, bytes } of wave) all.push(journal.enter(turns, name, bytes));
        await setImmediate();
      }
      await journal.watch(all);
      expect(turns.waiting).toBe(0);
      expect(journal.entries).toHaveLength(waves.flat().length);
      for (const caller of ["a", "b", "c"]) {
        expect(sizesOf(journal.entries, caller)).toEqual(sizesOf(waves.flat(), caller));
      }
    }),
    { numRuns: 200 },
  );
});

function sizesOf(
  bodies: readonly { readonly name: string; readonly bytes: number }[],
  caller: string,
): number[] {
  return bodies.filter(({ name }) => name === caller).map(({ bytes }) => bytes);
}

test("no turn has more than its bytes, or one large body", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(body, { maxLength: 40 }), async (bodies) => {
      const turns = new Turns();
      const journal = new Journal();
      await journal.watch(bodies.map(({ name, bytes }) => journal.enter(turns, name, bytes)));
      const byTurn = Map.groupBy(journal.entries, ({ turn }) => turn);
      // Those that entered at once are recorded with the first turn after that.
      byTurn.delete(0);
      for (const entries of byTurn.values()) {
        const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
        expect(entries.length === 1 || bytes <= perTurn).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});
