import { startLlamaCpp } from "@completions-api/testing";
import { expect, test, vi } from "vitest";
import { startGatewayInFront } from "../contract/gateway-in-front.ts";
import { ask } from "../support/start-gateway.ts";
import { useLlamaCpp } from "./use-llama-cpp.ts";

const started = useLlamaCpp({ extraParameters: ["*"] });

/** Asks through the gateway for a completion. */
async function complete(body: object): Promise<unknown> {
  const response = await ask(started().gateway, body, { headers: { "extra-parameters": "pass-through" } });
  return { status: response.status, ...Object(await response.json()) };
}

test("a max_tokens beyond 32 bits generates until the context is full, and is not cut to 32 bits", async () => {
  await using small = await startLlamaCpp({ n_ctx: 1024 });
  await using inFront = await startGatewayInFront("llama.cpp", small.url);
  for (const max_tokens of [2 ** 31, 2 ** 32 + 5]) {
    const response = await ask(inFront, { prompt: "Call me", max_tokens, temperature: 0 });
    expect(await response.json()).toMatchObject({
      choices: [{ finish_reason: "length" }],
      // Each of its four slots has a quarter of the context.
      usage: { total_tokens: 256 },
    });
  }
});

test("a token beyond 32 bits is refused, and not taken for another", async () => {
  expect(await complete({ prompt: [5, 2 ** 32 + 5], max_tokens: 1 })).toMatchObject({ status: 422 });
});

test("half a character is read as U+FFFD in every text", async () => {
  const texts = { prompt: "Call me\ud83d", stop: ["\ud83d"], user: "\ud83d", "\ud83d": ["\ude00"] };
  for (const stream of [false, true]) {
    const headers = { "extra-parameters": "pass-through" };
    const response = await ask(started().gateway, { ...texts, max_tokens: 2, stream }, { headers });
    expect(response.status).toBe(200);
    await response.text();
  }
});

test("only temperature and top_p decide, unless the caller names another sampler", async () => {
  const sampled = { prompt: "Call me", max_tokens: 16, seed: 5, temperature: 2 };
  const texts = async (extra: object): Promise<string> => {
    const { choices } = Object(await complete({ ...sampled, ...extra }));
    return choices[0].text;
  };
  const plain = await texts({});
  expect(await texts({ top_k: 0, min_p: 0.0 })).toBe(plain);
  expect(await texts({ top_k: 40, min_p: 0.05 })).not.toBe(plain);
  expect(await texts({ top_k: 1 })).toBe(await texts({ temperature: 0 }));
});

test.each([
  ["in the middle of a text", "Call me"],
  ["while the prompt is read", "Call me Ishmael. ".repeat(200)],
])(
  "a caller who wants no stream and leaves %s stops the engine, although it is busy with others",
  async (_, prompt) => {
    const { engine, gateway } = started();
    const others = new AbortController();
    const busy = await ask(
      gateway,
      { prompt: "The whale", max_tokens: 2_000, stream: true },
      { signal: others.signal },
    );
    const reader = busy.body?.getReader();
    await reader?.read();
    const caller = new AbortController();
    const request = ask(gateway, { prompt, max_tokens: 2_000 }, { signal: caller.signal });
    const count = async (): Promise<number> =>
      (await engine.slots()).filter(({ is_processing }) => is_processing).length;
    await vi.waitFor(async () => expect(await count()).toBe(2), { interval: 1, timeout: 5_000 });
    caller.abort();
    await expect(request).rejects.toThrow();
    await vi.waitFor(async () => expect(await count()).toBeLessThan(2), { interval: 1, timeout: 5_000 });
    // The other one goes on.
    expect((await reader?.read())?.done).toBe(false);
    expect(await count()).toBe(1);
    others.abort();
    await vi.waitFor(async () => expect(await count()).toBe(0), { interval: 1, timeout: 5_000 });
  },
);
