import { once } from "node:events";
import type { HttpError } from "@completions-api/protocol";
import { formatRequest, openConnection, receive } from "@completions-api/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { BodyBudget, chooseBodyBudget } from "../../src/admission/body-budget.ts";
import type { Gateway } from "../../src/index.ts";
import { last } from "../support/deltas.ts";
import { ask, deploymentOf, startTestGateway, token } from "../support/start-gateway.ts";
import { whenAborted } from "../support/when-aborted.ts";

const mega = 2 ** 20;

test("by default, bodies may take a sixteenth of the heap, and those of a caller a quarter of that", () => {
  expect(chooseBodyBudget({}, 512 * mega)).toEqual({
    bytes: 32 * mega,
    bytesPerCaller: 8 * mega,
  });
  expect(chooseBodyBudget({}, mega)).toEqual({ bytes: mega, bytesPerCaller: mega });
  expect(chooseBodyBudget({ bytes: 4 * mega })).toEqual({
    bytes: 4 * mega,
    bytesPerCaller: mega,
  });
});

test("counts what is held, within the bounds of each and of all, and forgets it", () => {
  const bounds = { bytes: 100, bytesPerCaller: 60 };
  const step = fc.record({
    kind: fc.constantFrom("open", "take", "expect", "release"),
    caller: fc.constantFrom("a", "b", "c"),
    which: fc.nat(10),
    bytes: fc.nat(50),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const budget = new BodyBudget(bounds);
      const open: { caller: string; bytes: number; body: ReturnType<BodyBudget["open"]> }[] = [];
      const heldBy = (caller?: string) =>
        open.reduce((sum, body) => ((caller ?? body.caller) === body.caller ? sum + body.bytes : sum), 0);
      for (const { kind, caller, which, bytes } of steps) {
        const chosen = open[which % Math.max(1, open.length)];
        if (kind === "open") open.push({ caller, bytes: 0, body: budget.open(caller) });
        else if (chosen === undefined) continue;
        else if (kind === "release") {
          chosen.body.release();
          open.splice(open.indexOf(chosen), 1);
        } else {
          const status =
            heldBy(chosen.caller) + bytes > bounds.bytesPerCaller
              ? 429
              : heldBy() + bytes > bounds.bytes
                ? 503
                : undefined;
          expect(statusOf(() => chosen.body[kind](bytes))).toBe(status);
          if (kind === "take" && status === undefined) chosen.bytes += bytes;
        }
        expect(budget.held).toBe(heldBy());
      }
      for (const { body } of open) body.release();
      expect(budget.held).toBe(0);
    }),
  );
});

test("a few callers with large bodies leave room for small ones of others", () => {
  const budget = new BodyBudget({ bytes: 8 * mega, bytesPerCaller: 2 * mega });
  const large = Array.from({ length: 8 }, (_, index) => budget.open(`large ${index}`));
  const taken = large.map((body) => [statusOf(() => body.take(mega)), statusOf(() => body.take(mega))]);
  expect(taken.flat().filter((status) => status === undefined)).toHaveLength(6);
  expect(budget.held).toBe(6 * mega);
  const [first, ...small] = Array.from({ length: 32 }, (_, index) => budget.open(`small ${index}`));
  expect(statusOf(() => first?.take(2 ** 16))).toBeUndefined();
  // With it, the caller would have more than a little.
  expect(statusOf(() => first?.take(1))).toBe(503);
  expect(small.filter((body) => statusOf(() => body.take(2 ** 16)) !== undefined)).toEqual([]);
  expect(budget.held).toBe(8 * mega);
  expect(statusOf(() => budget.open("one more").take(1))).toBe(503);
});

test("a caller alone may have all that its bound allows, however small the budget is", () => {
  const budget = new BodyBudget({ bytes: 1.1 * mega, bytesPerCaller: mega });
  expect(statusOf(() => budget.open("alone").take(mega))).toBeUndefined();
});

function statusOf(run: () => void): number | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    // The budget throws nothing else.
    const { status, headers } = error as HttpError;
    expect(headers["retry-after"]).toBe("1");
    return status;
  }
}

test("callers that were idle are forgotten, and others are not", () => {
  const budget = new BodyBudget({ bytes: 1e6, bytesPerCaller: 10 });
  const busy = budget.open("busy");
  for (let id = 0; id < 5000; id += 1) budget.open(`subject ${id}`).release();
  busy.take(10);
  expect(statusOf(() => budget.open("busy").take(1))).toBe(429);
});

/** Sends the head of a request and the beginning of its body of `x`. */
async function sendPart(gateway: Gateway, { length, sent }: { length: number; sent: number }) {
  const socket = await openConnection(gateway);
  const head = formatRequest({
    target: "/completions?api-version=2024-04-01-preview",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
  });
  socket.write(head.replace("Content-Length: 0", `Content-Length: ${length}`));
  socket.write("x".repeat(sent));
  return socket;
}

test("bodies that are never finished take no more than the budget, and leave it when they end", async () => {
  const bodies = new BodyBudget({ bytes: 8 * mega, bytesPerCaller: 8 * mega });
  await using gateway = await startTestGateway({ bodies });
  const sockets = await Promise.all(
    Array.from({ length: 24 }, () => sendPart(gateway, { length: mega, sent: mega - 1 })),
  );
  const refused = String(await Promise.race(sockets.map((socket) => receive(socket).closed)));
  expect(refused).toContain("HTTP/1.1 429");
  expect(refused.toLowerCase()).toContain("retry-after: 1");
  expect(bodies.held).toBeLessThanOrEqual(8 * mega);
  for (const socket of sockets) socket.destroy();
  await expect.poll(() => bodies.held).toBe(0);
  expect((await ask(gateway, { prompt: "Hi", max_tokens: 1 })).status).toBe(200);
});

test("a body that cannot fit is refused before it is read", async () => {
  const bodies = new BodyBudget({ bytes: mega, bytesPerCaller: mega });
  const held = bodies.open("another caller");
  held.take(mega - 100);
  await using gateway = await startTestGateway({ bodies });
  const socket = await sendPart(gateway, { length: 100_000, sent: 0 });
  const [bytes] = await once(socket, "data");
  expect(String(bytes)).toMatch(/^HTTP\/1.1 503 /);
  expect(String(bytes)).toContain("service_unavailable");
  socket.destroy();
  held.release();
});

const endings = [
  "completed",
  "invalid",
  "too large",
  "left while sending",
  "left while generating",
  "failed",
] as const;

test("whatever the end of a request, its bytes are given back", async () => {
  const bodies = new BodyBudget({ bytes: 4 * mega, bytesPerCaller: 2 * mega });
  const deployment = deploymentOf(async ({ prompts }, signal) => {
    if (prompts[0]?.prompt === "fail") throw new Error("It fails.");
    if (prompts[0]?.prompt === "wait") await whenAborted(signal);
    signal.throwIfAborted();
    return {
      deltas: (async function* () {
        yield [last("Hello")];
      })(),
    };
  });
  await using gateway = await startTestGateway({ bodies, deployment });

  const requests: Record<(typeof endings)[number], () => Promise<unknown>> = {
    completed: () => ask(gateway, { prompt: "x".repeat(200_000) }).then((response) => response.text()),
    invalid: () => ask(gateway, { prompt: "Hi", max_tokens: 0 }),
    "too large": () => ask(gateway, { prompt: "x".repeat(mega) }),
    failed: () => ask(gateway, { prompt: "fail" }),
    "left while sending": async () => {
      const socket = await sendPart(gateway, { length: 300_000, sent: 100_000 });
      socket.destroy();
    },
    "left while generating": async () => {
      const leaving = new AbortController();
      const response = ask(gateway, { prompt: "wait" }, { signal: leaving.signal });
      setImmediate(() => leaving.abort());
      await response.catch(() => {});
    },
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...endings), { minLength: 1, maxLength: 12 }),
      async (chosen) => {
        await Promise.all(chosen.map((ending) => requests[ending]()));
        await expect.poll(() => bodies.held).toBe(0);
      },
    ),
    { numRuns: 20 },
  );
});
