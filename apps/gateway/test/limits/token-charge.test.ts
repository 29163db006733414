import type { Delta } from "@completions-api/engine";
import type { CancellationSignal } from "@completions-api/http";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import type { Generate } from "../../src/backends/backend.ts";
import { collectUnlessStreamed } from "../../src/backends/collect-deltas.ts";
import { dialects } from "../../src/backends/openai/dialects.ts";
import { TokenCharge } from "../../src/limits/token-charge.ts";
import { chargeTokens } from "../../src/resilience/charge-tokens.ts";
import { limitTime } from "../../src/resilience/timeouts.ts";
import { type GatewayLimits, startGatewayOver } from "../faults/gateway-over-upstreams.ts";
import { generateOf, last, text } from "../support/deltas.ts";
import { type Script, ScriptedUpstream } from "../support/scripted-upstream.ts";
import { ask } from "../support/start-gateway.ts";
import { requestFor } from "../support/test-engine.ts";

const promptTokens = 3;

/** An engine that generates one token at a time, and counts them. */
class CountingEngine {
  generated = 0;
  readonly #tokens: number;
  readonly #stops: boolean;

  /** @param stops - true if it stops when its signal is aborted. */
  constructor(tokens: number, stops: boolean) {
    this.#tokens = tokens;
    this.#stops = stops;
  }

  readonly generate: Generate = async (_request, signal) => {
    const deltas = this.#run(signal);
    const first = await deltas.next();
    return {
      deltas: (async function* () {
        if (!first.done) yield first.value;
        yield* deltas;
      })(),
    };
  };

  async *#run(signal: CancellationSignal): AsyncGenerator<readonly Delta[]> {
    try {
      for (let count = 1; count <= this.#tokens; count += 1) {
        await Promise.resolve();
        signal.throwIfAborted();
        this.generated += 1;
        yield [count === this.#tokens ? last("x", { tokens: 1 }) : text("x", { tokens: 1 })];
      }
    } finally {
      if (!this.#stops) this.generated = this.#tokens;
    }
  }
}

function collected(generate: Generate): Generate {
  return async (request, signal) => collectUnlessStreamed(await generate(request, signal), request);
}

test("what is charged is never less than what was generated, nor more than what was reserved", async () => {
  const plan = fc.record({
    tokens: fc.integer({ min: 1, max: 12 }),
    maxTokens: fc.integer({ min: 12, max: 20 }),
    stops: fc.boolean(),
    stream: fc.boolean(),
    leavesAfter: fc.nat(15),
    aborts: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(plan, async ({ tokens, maxTokens, stops, stream, leavesAfter, aborts }) => {
      const engine = new CountingEngine(tokens, stops);
      const reserved = promptTokens + maxTokens;
      const charge = new TokenCharge(reserved, promptTokens);
      const generate = chargeTokens(collected(engine.generate), () => stops);
      const leaving = new AbortController();
      let used = 0;
      try {
        if (!stream && aborts) queueMicrotask(() => leaving.abort());
        const { deltas } = await generate(
          { ...requestFor("Say it", { stream, maxTokens }), charge },
          leaving.signal,
        );
        let read = 0;
        for await (const batch of deltas) {
          for (const delta of batch) used += delta.tokens;
          read += 1;
          if (read <= leavesAfter) continue;
          if (!aborts) break;
          leaving.abort();
        }
      } catch (failure) {
        expect(failure).toBe(leaving.signal.reason);
      }
      const charged = charge.settle(used > 0 ? promptTokens + used : 0);
      expect(charged).toBeGreaterThanOrEqual(engine.generated);
      expect(charged).toBeLessThanOrEqual(reserved);
    }),
    { numRuns: 500 },
  );
});

test("a request that no engine has is charged nothing", () => {
  expect(new TokenCharge(100, promptTokens).settle(0)).toBe(0);
});

test.each([
  [true, promptTokens + 1],
  [false, 100],
])("a generation that times out is charged, from an engine that stops: %s", async (stops, expected) => {
  const charge = new TokenCharge(100, promptTokens);
  const generate: Generate = async (_request, signal) => ({
    deltas: (async function* () {
      yield [text("x", { tokens: 1 })];
      await new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    })(),
  });
  const limited = limitTime(generate, { firstByte: 20, idle: 20, whole: 1000 });
  const { deltas } = await chargeTokens(limited, () => stops)(
    { ...requestFor("Say it"), charge },
    new AbortController().signal,
  );
  await expect(async () => {
    for await (const _ of deltas);
  }).rejects.toMatchObject({ code: "gateway_timeout" });
  expect(charge.settle(promptTokens + 1)).toBe(expected);
});

test("a caller who leaves a completion that is collected is charged what has arrived of it", async () => {
  const caller = new AbortController();
  const charge = new TokenCharge(100, promptTokens);
  const generate: Generate = async () => ({
    deltas: (async function* () {
      // Servers count tokens only at the end.
      for (let count = 0; count < 5; count += 1) yield [text("x", { tokens: 0 })];
      caller.abort("gone");
      caller.signal.throwIfAborted();
    })(),
  });
  const request = { ...requestFor("Say it", { stream: false }), charge };
  const charged = chargeTokens(collected(generate), () => true)(request, caller.signal);
  await expect(charged).rejects.toBe("gone");
  expect(charge.settle(promptTokens)).toBe(promptTokens + 5);
});

test.each([
  ["what was passed on, if the gateway itself leaves", false, promptTokens + 1],
  ["all, if the caller leaves something unread", true, 100],
])("a text that is left in the middle is charged %s", async (_, callerLeaves, expected) => {
  const caller = new AbortController();
  const charge = new TokenCharge(100, promptTokens);
  const generate = chargeTokens(generateOf([text("x")], [text("y")]), () => true);
  const { deltas } = await generate({ ...requestFor("Say it"), charge }, caller.signal);
  for await (const _ of deltas) {
    if (callerLeaves) caller.abort();
    break;
  }
  expect(charge.settle(promptTokens + 1)).toBe(expected);
});

test.each([true, false])("a failure of the engine costs what was passed on; it stops: %s", async (stops) => {
  const charge = new TokenCharge(100, promptTokens);
  const generate: Generate = async () => ({
    deltas: (async function* () {
      yield [text("x")];
      throw new Error("It has crashed.");
    })(),
  });
  const request = { ...requestFor("Say it"), charge };
  const { deltas } = await chargeTokens(generate, () => stops)(request, new AbortController().signal);
  await expect(async () => {
    for await (const _ of deltas);
  }).rejects.toThrow("It has crashed.");
  expect(charge.settle(promptTokens + 1)).toBe(promptTokens + 1);
});

/** Sends requests to an engine that begins and never ends, and leaves. Returns the tokens that were charged. */
async function leave(script: Script, limits: GatewayLimits, body: object): Promise<readonly number[]> {
  await using upstream = await ScriptedUpstream.start(script);
  await using gateway = await startGatewayOver([upstream.url], limits);
  const client = new AbortController();
  const responses = Array.from({ length: 20 }, () => ask(gateway, body, { signal: client.signal }));
  for (const response of responses) response.catch(() => {});
  await vi.waitFor(() => expect(upstream.requests).toHaveLength(20), { interval: 1 });
  client.abort();
  await vi.waitFor(() => expect(gateway.settled).toHaveLength(20));
  return gateway.settled;
}

test.each([
  [dialects.openai, 902],
  [dialects.litellm, 902],
  [dialects.vllm, 2],
])(
  "20 callers who leave before the first token are charged as their engine is known",
  async (dialect, expected) => {
    const body = { prompt: "Say it", max_tokens: 900, stream: true };
    const charged = await leave(() => {}, { dialect }, body);
    expect(charged).toEqual(Array.from({ length: 20 }, () => expected));
  },
);

test("callers who leave a whole completion of vLLM are charged all, since nobody knows what it generated", async () => {
  const charged = await leave(() => {}, { dialect: dialects.vllm }, { prompt: "Say it", max_tokens: 900 });
  expect(charged).toEqual(Array.from({ length: 20 }, () => 902));
});

test("a caller who leaves the queue is charged nothing", async () => {
  await using upstream = await ScriptedUpstream.start(() => {});
  const slots = { concurrency: 1, queue: 5 };
  await using gateway = await startGatewayOver([upstream.url], { dialect: dialects.openai, slots });
  const body = { prompt: "Say it", max_tokens: 9 };
  const first = new AbortController();
  ask(gateway, body, { signal: first.signal }).catch(() => {});
  await vi.waitFor(() => expect(gateway.slots.inFlight).toBe(1));
  const second = new AbortController();
  ask(gateway, body, { signal: second.signal }).catch(() => {});
  await vi.waitFor(() => expect(gateway.slots.queued).toBe(1));
  second.abort();
  await vi.waitFor(() => expect(gateway.settled).toEqual([0]));
  first.abort();
  await vi.waitFor(() => expect(gateway.settled).toEqual([0, 11]));
});
