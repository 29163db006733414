import { expect, test } from "vitest";
import type { Caller } from "../../src/auth/caller.ts";
import type { Turn } from "../../src/queue/caller-queue.ts";
import { FairQueue } from "../../src/queue/fair-queue.ts";

const unlimited = Number.POSITIVE_INFINITY;
const flooder: Caller = { name: "flooder" };
const single: Caller = { name: "single" };

/** Adds a number of equal requests of a caller. */
function enter(queue: FairQueue, caller: Caller, count = 1, tokens = 10, concurrency = unlimited) {
  return Array.from({ length: count }, () => queue.enter(caller, concurrency, tokens));
}

/** Ends a request that holds a slot. */
function end(queue: FairQueue, turn: Turn | undefined, usedTokens = 10): void {
  if (turn?.state !== "started") throw new Error("The request has no slot.");
  queue.release(turn, usedTokens);
}

function isStarted({ state }: Turn): boolean {
  return state === "started";
}

test("the next slot goes to a caller's single request while another has a thousand waiting", () => {
  const queue = new FairQueue({ concurrency: 8, queue: 2000 });
  const flood = enter(queue, flooder, 1008);
  const [request] = enter(queue, single, 1, 4096);
  expect(request?.state).toBe("waiting");
  end(queue, flood[3]);
  expect(request?.state).toBe("started");
  expect(queue).toMatchObject({ inFlight: 8, queued: 1000 });
});

test("a caller is served the fewer tokens per request the more requests it is served", () => {
  const queue = new FairQueue({ concurrency: 1, queue: 100 });
  const [first] = enter(queue, flooder);
  const large = enter(queue, { name: "large" }, 2, 100);
  const small = enter(queue, { name: "small" }, 20, 10);
  end(queue, first);
  const order: string[] = [];
  for (let ended = 0; ended < 12; ended += 1) {
    const turn = [...large, ...small].find(isStarted);
    order.push(turn?.caller.name ?? "");
    end(queue, turn, turn?.tokens);
  }
  expect(order).toEqual(["large", ...Array(10).fill("small"), "large"]);
});

test("a request that uses more than it reserved is charged for up to four times as much", () => {
  const queue = new FairQueue({ concurrency: 1, queue: 10 });
  const [wrong, right] = [{ name: "wrong" }, { name: "right" }];
  const turns = [wrong, right, wrong, right].flatMap((caller) => enter(queue, caller));
  end(queue, turns[0], 1_000_000);
  end(queue, turns[1], 39);
  expect(turns.map(({ state }) => state)).toEqual(["over", "over", "waiting", "started"]);
  end(queue, turns[3], 2);
  expect(turns[2]?.state).toBe("started");
});

test("the tokens that a request did not use are returned", () => {
  const queue = new FairQueue({ concurrency: 1, queue: 10 });
  const [first, second] = enter(queue, { name: "a" }, 2, 1000);
  const [rival, other] = enter(queue, { name: "b" }, 2, 100);
  end(queue, first, 5);
  expect(rival?.state).toBe("started");
  end(queue, rival, 6);
  // 5 were served to one, and 6 to the other.
  expect([second?.state, other?.state]).toEqual(["started", "waiting"]);
});

test("a single request also waits for one slot while another caller asks for far more than it uses", () => {
  const queue = new FairQueue({ concurrency: 8, queue: 2000 });
  const flood = enter(queue, flooder, 1000, 4000);
  const endOne = () => end(queue, flood.find(isStarted));
  for (let round = 0; round < 20; round += 1) {
    for (let ended = 0; ended < round; ended += 1) endOne();
    const [request] = enter(queue, { name: `${round}` }, 1, 10);
    endOne();
    expect(request?.state).toBe("started");
    end(queue, request);
  }
});

test("idleness earns no credit", () => {
  const queue = new FairQueue({ concurrency: 1, queue: 10_000 });
  const early = enter(queue, single);
  const flood = enter(queue, flooder, 1001);
  end(queue, early[0]);
  for (const turn of flood.slice(0, 1000)) end(queue, turn);
  const late = enter(queue, single, 1000);
  const others = enter(queue, flooder, 1000);
  end(queue, flood[1000]);
  const all = [...late, ...others];
  for (let ended = 0; ended < 100; ended += 1) end(queue, all.find(isStarted));
  expect(late.filter(({ state }) => state === "over").length).toBeCloseTo(50, -1);
});

test("leaving and coming back does not wipe out what a caller was served", () => {
  const queue = new FairQueue({ concurrency: 1, queue: 100 });
  const [large] = enter(queue, single, 1, 500);
  const flood = enter(queue, flooder, 60);
  end(queue, large, 500);
  const [again] = enter(queue, single, 1, 500);
  for (const turn of flood.slice(0, 50)) {
    expect(turn.state).toBe("started");
    end(queue, turn);
  }
  expect(flood[50]?.state).toBe("started");
  end(queue, flood[50]);
  expect(again?.state).toBe("started");
});

test("callers get tokens in proportion to their weights", () => {
  const queue = new FairQueue({ concurrency: 1, queue: 1000 });
  const turns = [...enter(queue, { name: "heavy", weight: 3 }, 400), ...enter(queue, { name: "light" }, 400)];
  for (let releases = 0; releases < 400; releases += 1) {
    end(queue, turns.find(isStarted));
  }
  const served = (name: string) =>
    turns.filter(({ caller, state }) => caller.name === name && state === "over").length;
  expect(served("heavy") / served("light")).toBeCloseTo(3, 1);
});

test("higher priorities go first, however much their callers were served", () => {
  const queue = new FairQueue({ concurrency: 1, queue: 100 });
  const [first] = enter(queue, { name: "first" });
  const low = enter(queue, { name: "low", priority: "low" }, 1);
  const normal = enter(queue, { name: "normal" }, 1);
  const high = enter(queue, { name: "high", priority: "high" }, 2, 10_000);
  const order = [first, ...high, ...normal, ...low];
  for (const turn of order) {
    expect(turn?.state).toBe("started");
    end(queue, turn, turn?.tokens);
  }
});

test("a caller at its own limit waits, and others pass it", () => {
  const queue = new FairQueue({ queue: 100 });
  const limited = enter(queue, flooder, 5, 10, 2);
  const [other] = enter(queue, single);
  expect(limited.map(({ state }) => state)).toEqual(["started", "started", "waiting", "waiting", "waiting"]);
  expect(other?.state).toBe("started");
  end(queue, limited[0]);
  expect(limited[2]?.state).toBe("started");
  expect(limited[3]?.state).toBe("waiting");
});

test("a limit that is raised or lowered applies with the next request", () => {
  const queue = new FairQueue({ queue: 100 });
  const before = enter(queue, flooder, 3, 10, 1);
  const [raised] = enter(queue, flooder, 1, 10, 3);
  expect([...before, raised].map((turn) => turn?.state)).toEqual([
    "started",
    "started",
    "started",
    "waiting",
  ]);
  enter(queue, flooder, 1, 10, 1);
  end(queue, before[0]);
  end(queue, before[1]);
  expect(raised?.state).toBe("waiting");
});

test("time at its own limit earns a caller no credit either", () => {
  const queue = new FairQueue({ concurrency: 2, queue: 1000 });
  const [slow] = enter(queue, flooder, 100, 10, 1);
  const others = enter(queue, single, 200);
  for (const turn of others.slice(0, 100)) end(queue, turn);
  end(queue, slow);
  const [newcomer] = enter(queue, { name: "newcomer" });
  end(queue, others[100]);
  // Otherwise it would start with the counter of the caller at its limit, and pass the others.
  expect(newcomer?.caller.served).toBeGreaterThan(900);
});

test("in a full queue, the newest request of the caller with the most waiting makes room", () => {
  const queue = new FairQueue({ concurrency: 1, queue: 4 });
  const flood = enter(queue, flooder, 6);
  expect(flood.map(({ state }) => state)).toEqual(["started", ...Array(4).fill("waiting"), "over"]);
  const displaced: string[] = [];
  for (const turn of flood) turn.waiter = { onStart() {}, onDisplaced: () => displaced.push("flooder") };
  const singles = enter(queue, single, 3);
  expect(singles.map(({ state }) => state)).toEqual(["waiting", "waiting", "over"]);
  expect(flood.map(({ state }) => state)).toEqual(["started", "waiting", "waiting", "over", "over", "over"]);
  expect(displaced).toEqual(["flooder", "flooder"]);
  expect(queue.queued).toBe(4);
});

test("in a full queue, lower priorities make room for higher ones, never the other way round", () => {
  const queue = new FairQueue({ concurrency: 1, queue: 2 });
  enter(queue, flooder);
  const low = enter(queue, { name: "low", priority: "low" });
  const high = enter(queue, { name: "high", priority: "high" });
  expect(enter(queue, { name: "other", priority: "high" })[0]?.state).toBe("waiting");
  expect(low[0]?.state).toBe("over");
  expect(enter(queue, single)[0]?.state).toBe("over");
  expect(high[0]?.state).toBe("waiting");
});

test("without room for waiting, requests without a slot are over at once", () => {
  const queue = new FairQueue({ concurrency: 1, queue: 0 });
  expect(enter(queue, flooder, 2).map(({ state }) => state)).toEqual(["started", "over"]);
  expect(queue).toMatchObject({ inFlight: 1, queued: 0 });
});

test("callers are forgotten once nobody has requests", () => {
  const queue = new FairQueue({ concurrency: 1, queue: 10 });
  const turns = Array.from({ length: 5 }, (_, index) => enter(queue, { name: `${index}` })[0]);
  expect(queue.callers).toBe(5);
  for (const turn of turns) end(queue, turn);
  expect(queue.callers).toBe(0);
});

test("a queue that is never idle remembers a bounded number of callers", () => {
  const queue = new FairQueue({ concurrency: 1, queue: 10 });
  let [held] = enter(queue, flooder);
  for (let index = 0; index < 30_000; index += 1) {
    const [turn] = enter(queue, { name: `${index}` });
    end(queue, held);
    held = turn;
  }
  expect(queue.callers).toBeLessThanOrEqual(10_000);
});

test("counters do not lose precision, whatever the numbers", () => {
  const queue = new FairQueue({ concurrency: 1, queue: 10 });
  const huge = [Number.MAX_SAFE_INTEGER, Number.POSITIVE_INFINITY, 1e300];
  let [held] = enter(queue, { name: "huge", weight: 0.01 }, 1, 1e300);
  for (let index = 0; index < 2000; index += 1) {
    const [next] = enter(queue, { name: `${index % 2}`, weight: 0.01 }, 1, huge[index % 3]);
    end(queue, held, huge[index % 2]);
    held = next;
    expect(held?.state).toBe("started");
    expect(held?.caller.served).toBeLessThan(2 ** 46);
  }
});

test("of callers that were served the same, the one with the fewest slots is next", () => {
  const queue = new FairQueue({ concurrency: 2, queue: 10 });
  const [first] = enter(queue, { name: "first" });
  const [earlier] = enter(queue, single);
  const [held, waiting] = enter(queue, flooder, 2);
  end(queue, earlier);
  expect(held?.state).toBe("started");
  const [later] = enter(queue, single);
  end(queue, first);
  expect([waiting?.state, later?.state]).toEqual(["waiting", "started"]);
});

test("a full queue refuses a request rather than another caller's with as many waiting", () => {
  const queue = new FairQueue({ concurrency: 1, queue: 3 });
  const flood = enter(queue, flooder, 3);
  const singles = enter(queue, single, 2);
  expect(flood.map(({ state }) => state)).toEqual(["started", "waiting", "waiting"]);
  expect(singles.map(({ state }) => state)).toEqual(["waiting", "over"]);
});

test("a caller that was served more than others is remembered while they wait, however many callers pass", () => {
  const queue = new FairQueue({ concurrency: 1, queue: 1000 });
  const [large] = enter(queue, single, 1, 500);
  const flood = enter(queue, flooder, 200, 1);
  end(queue, large, 500);
  for (let index = 0; index < 100; index += 1) {
    flood.push(...enter(queue, { name: `${index}` }, 1, 1));
    end(queue, flood.find(isStarted), 1);
  }
  const [again] = enter(queue, single);
  for (let ended = 0; ended < 20; ended += 1) end(queue, flood.find(isStarted), 1);
  expect(again?.state).toBe("waiting");
});
