import { createAssembler, decodeEvents } from "@completions-api/protocol";
import type { LlamaCpp } from "@completions-api/testing";
import { describe, expect, test, vi } from "vitest";
import { ask } from "../support/start-gateway.ts";
import { eachFace } from "./each-face.ts";
import { useLlamaCpp } from "./use-llama-cpp.ts";

const started = useLlamaCpp({ contextLength: 2048 });

/** Waits until no slot of the engine generates. */
async function expectIdle({ slots }: LlamaCpp): Promise<void> {
  await vi.waitFor(async () => expect((await slots()).filter((slot) => slot.is_processing)).toEqual([]), {
    timeout: 5_000,
    interval: 20,
  });
}

test.each(eachFace)("on the face %s, 200 streams at once are whole", { timeout: 60_000 }, async (_, path) => {
  const { engine, gateway } = started();
  const streams = Array.from({ length: 200 }, async (_, seed) => {
    const body = { prompt: "The whale", max_tokens: 8, seed, stream: true };
    const asked = path === undefined ? body : { ...body, stream_options: { include_usage: true } };
    const response = await ask(gateway, asked, {}, path);
    expect(response.status).toBe(200);
    const assembler = createAssembler();
    let isDone = false;
    // A 200 has a body.
    for await (const event of decodeEvents(response.body as ReadableStream<Uint8Array>)) {
      if (event === "[DONE]") isDone = true;
      else if ("choices" in event) assembler.add(event);
    }
    expect(isDone).toBe(true);
    const { choices, usage } = assembler.completion();
    expect(choices).toMatchObject([{ index: 0, text: expect.any(String) }]);
    // The model ends a text sooner now and then.
    expect(usage?.completion_tokens).toBeLessThanOrEqual(8);
    expect(choices[0]?.finish_reason).toBe(usage?.completion_tokens === 8 ? "length" : "stop");
  });
  await Promise.all(streams);
  await expectIdle(engine);
});

describe.each(eachFace)("a caller of the face %s that leaves stops the engine", (_, path) => {
  /** Generates as long as the context is, which takes seconds. */
  const long = { prompt: "The whale", max_tokens: 1900, logit_bias: { "2": -100 } };

  /** Occupies another slot meanwhile: only then does llama.cpp keep generating for a caller that has left without `stream`. */
  async function withOther(run: () => Promise<void>): Promise<void> {
    const other = new AbortController();
    const { engine } = started();
    const body = JSON.stringify({ prompt: "The ship", max_tokens: 2000, ignore_eos: true, stream: true });
    const response = await fetch(`${engine.url}/completions`, { method: "POST", body, signal: other.signal });
    const reader = response.body?.getReader();
    await reader?.read();
    try {
      await run();
    } finally {
      other.abort();
      await reader?.closed.catch(() => {});
    }
  }

  /** The number of slots that generate. */
  const busy = async () => (await started().engine.slots()).filter((slot) => slot.is_processing).length;

  test.each([
    ["without stream", false],
    ["in a stream", true],
  ])("%s", async (_, stream) => {
    const { engine, gateway } = started();
    await withOther(async () => {
      const caller = new AbortController();
      const headers = { "extra-parameters": "pass-through" };
      const response = ask(gateway, { ...long, stream }, { signal: caller.signal, headers }, path);
      response.catch(() => {});
      await vi.waitFor(async () => expect(await busy()).toBe(2), { timeout: 5_000, interval: 10 });
      if (stream) await (await response).body?.getReader().read();
      const left = performance.now();
      caller.abort();
      await vi.waitFor(async () => expect(await busy()).toBe(1), { timeout: 2_000, interval: 10 });
      // The other request would still take seconds, so it was not the end of the text that freed the slot.
      expect(performance.now() - left).toBeLessThan(1_500);
    });
    await expectIdle(engine);
  });
});
