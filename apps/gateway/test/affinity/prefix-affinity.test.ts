import fc from "fast-check";
import { expect, test } from "vitest";
import { type Candidate, PrefixAffinity } from "../../src/resilience/prefix-affinity.ts";

interface State extends Candidate {
  inFlight: number;
}

function create(count: number, facts: Partial<Candidate> = {}): State[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `http://vllm-${index}:8000/v1`,
    inFlight: 0,
    isAvailable: true,
    isInDoubt: false,
    ...facts,
  }));
}

const none = new Set<State>();
/** Creates the part of a request that counts. */
function requestFor(...prompts: (string | number[])[]) {
  return { prompts: prompts.map((prompt) => ({ prompt, loc: ["body", "prompt"] as const })) };
}

/** Chooses an upstream for each prompt while nothing is in flight. */
function chooseForAll(
  upstreams: readonly State[],
  prompts: readonly (string | number[])[],
  prefixLength = 256,
) {
  const affinity = new PrefixAffinity(upstreams, prefixLength);
  return prompts.map((prompt) => affinity.choose(requestFor(prompt), none));
}

/** Chooses an upstream for a prompt while nothing is in flight. */
function chooseIdle(upstreams: readonly State[], prompt: string | number[], prefixLength = 256) {
  return chooseForAll(upstreams, [prompt], prefixLength)[0];
}

const prompt = fc.oneof(fc.string(), fc.array(fc.nat(2 ** 31 - 1)));
const manyPrompts = Array.from({ length: 6000 }, (_, index) => `You are assistant ${index}.`);
const upstream = fc.record({
  inFlight: fc.nat(20),
  isAvailable: fc.boolean(),
  isInDoubt: fc.boolean(),
  isTried: fc.boolean(),
});
const anyUpstreams = fc.array(upstream, { minLength: 1, maxLength: 8 }).map((facts) => {
  const upstreams = create(facts.length).map((state, index) => ({ ...state, ...facts[index] }));
  return { upstreams, tried: new Set(upstreams.filter((_, index) => facts[index]?.isTried)) };
});

test("prompts that begin alike go to the same upstream, and what follows the beginning does not count", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 64 }),
      fc.oneof(fc.string({ minLength: 64, maxLength: 80 }), fc.array(fc.nat(), { minLength: 16 })),
      fc.string(),
      fc.array(fc.nat()),
      (count, prefixLength, beginning, text, tokens) => {
        const upstreams = create(count);
        const longer = typeof beginning === "string" ? beginning + text : [...beginning, ...tokens];
        const chosen = chooseIdle(upstreams, beginning, prefixLength);
        expect(chosen).toBeDefined();
        expect(chooseIdle(upstreams, longer, prefixLength)).toBe(chosen);
        // Another process may have the same upstreams in another order.
        expect(chooseIdle(upstreams.toReversed(), longer, prefixLength)).toBe(chosen);
      },
    ),
  );
});

test.each([
  ["text", 99, (last: number) => `${"a".repeat(99)}${last}`],
  ["text in UTF-8", 99, (last: number) => `${"ä".repeat(49)}a${last}`],
  ["tokens", 96, (last: number) => [...Array(24).fill(1), last]],
  ["a prompt that is shorter", 1, (last: number) => `a${last}`],
])("the last byte of the beginning of %s counts, and the next one does not", (_, before, toPrompt) => {
  const upstreams = create(4);
  const prompts = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((last) => toPrompt(last));
  const chooseAll = (length: number) => new Set(chooseForAll(upstreams, prompts, length));
  expect(chooseAll(100).size).toBeGreaterThan(1);
  expect(chooseAll(before).size).toBe(1);
});

test("a short prompt goes to the same upstream after a long one", () => {
  const affinity = new PrefixAffinity(create(8), 64);
  const chosen = affinity.choose(requestFor("short"), none);
  affinity.choose(requestFor("long".repeat(100)), none);
  expect(affinity.choose(requestFor("short"), none)).toBe(chosen);
});

test("the first of several prompts counts", () => {
  const affinity = new PrefixAffinity(create(4), 256);
  for (const first of manyPrompts.slice(0, 50)) {
    const chosen = affinity.choose(requestFor(first), none);
    expect(affinity.choose(requestFor(first, "another"), none)).toBe(chosen);
  }
});

test.each([2, 3, 5, 8])("%i upstreams get about the same number of beginnings", (count) => {
  const upstreams = create(count);
  const chosen = chooseForAll(upstreams, manyPrompts);
  for (const upstream of upstreams) {
    const share = chosen.filter((choice) => choice === upstream).length / manyPrompts.length;
    expect(share * count).toBeGreaterThan(0.9);
    expect(share * count).toBeLessThan(1.1);
  }
});

test("only the beginnings of an upstream that goes move, and they spread over all others", () => {
  const upstreams = create(5);
  const before = chooseForAll(upstreams, manyPrompts);
  for (const gone of upstreams) {
    const others = upstreams.filter((upstream) => upstream !== gone);
    const after = chooseForAll(others, manyPrompts);
    const moved = after.filter((chosen, index) => chosen !== before[index]);
    expect(moved).toHaveLength(before.filter((chosen) => chosen === gone).length);
    for (const other of others) {
      const share = moved.filter((chosen) => chosen === other).length / moved.length;
      expect(share).toBeGreaterThan(0.2);
      expect(share).toBeLessThan(0.3);
    }
  }
});

test("an upstream that is not available, or was tried, is passed over as if it were gone", () => {
  fc.assert(
    fc.property(prompt, fc.nat(4), fc.boolean(), (prompt, index, isTried) => {
      const upstreams = create(5);
      const others = upstreams.filter((_, other) => other !== index);
      const states = upstreams.map((state, other) => ({
        ...state,
        isAvailable: isTried || other !== index,
      }));
      const tried = new Set(isTried ? states.filter((_, other) => other === index) : []);
      const chosen = new PrefixAffinity(states, 256).choose(requestFor(prompt), tried);
      expect(chosen?.name).toBe(chooseIdle(others, prompt)?.name);
    }),
  );
});

test("retries visit every upstream once, in the same order for the same beginning", () => {
  fc.assert(
    fc.property(prompt, fc.integer({ min: 1, max: 8 }), (prompt, count) => {
      const visit = (upstreams: readonly State[]): string[] => {
        const affinity = new PrefixAffinity(upstreams, 256);
        const tried = new Set<State>();
        for (;;) {
          const chosen = affinity.choose(requestFor(prompt), tried);
          if (chosen === undefined) return Array.from(tried, ({ name }) => name);
          expect(tried).not.toContain(chosen);
          tried.add(chosen);
        }
      };
      const upstreams = create(count);
      const order = visit(upstreams);
      expect(order.toSorted()).toEqual(upstreams.map(({ name }) => name).toSorted());
      expect(visit(upstreams.toReversed())).toEqual(order);
    }),
  );
});

test("whatever is in flight, the chosen upstream stays within 1.25 times the average, and is certain if any is", () => {
  fc.assert(
    fc.property(anyUpstreams, prompt, ({ upstreams, tried }, prompt) => {
      const chosen = new PrefixAffinity(upstreams, 256).choose(requestFor(prompt), tried);
      const untried = upstreams.filter((state) => state.isAvailable && !tried.has(state));
      const certain = untried.filter(({ isInDoubt }) => !isInDoubt);
      const candidates = certain.length > 0 ? certain : untried;
      expect(chosen === undefined).toBe(candidates.length === 0);
      if (chosen === undefined) return;
      expect(candidates).toContain(chosen);
      const inFlight = candidates.reduce((sum, state) => sum + state.inFlight, 1);
      expect(chosen.inFlight).toBeLessThan(Math.ceil((1.25 * inFlight) / candidates.length));
    }),
  );
});

test("however requests come and go, no upstream gets more than its bound of one beginning", () => {
  const steps = fc.array(fc.record({ ends: fc.boolean(), at: fc.nat(1000) }), { maxLength: 100 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), steps, (count, steps) => {
      const upstreams = create(count);
      const affinity = new PrefixAffinity(upstreams, 256);
      const running: State[] = [];
      for (const { ends, at } of steps) {
        if (ends) {
          const [over] = running.splice(at % (running.length || 1), 1);
          if (over) over.inFlight -= 1;
          continue;
        }
        const chosen = affinity.choose(requestFor("always the same"), none);
        if (chosen === undefined) throw new Error("None was chosen.");
        chosen.inFlight += 1;
        running.push(chosen);
        expect(chosen.inFlight).toBeLessThanOrEqual(Math.ceil((1.25 * running.length) / count));
      }
    }),
  );
});

test("of a beginning that everybody uses, the upstream that it belongs to gets the most, and others the rest", () => {
  const upstreams = create(4);
  const affinity = new PrefixAffinity(upstreams, 256);
  const own = affinity.choose(requestFor("popular"), none);
  for (let count = 0; count < 100; count += 1) {
    const chosen = affinity.choose(requestFor("popular"), none);
    if (chosen) chosen.inFlight += 1;
  }
  const loads = upstreams.map(({ inFlight }) => inFlight);
  expect(own?.inFlight).toBe(32);
  expect(Math.max(...loads)).toBe(32);
  expect(Math.min(...loads)).toBeGreaterThan(0);
});
