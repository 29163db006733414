// Alone in its file, because undici goes on with the timer that it has started first.
import { expect, onTestFinished, test, vi } from "vitest";
import { createOpenAIBackend } from "../../src/backends/openai/backend.ts";
import { openai } from "../../src/backends/openai/dialects/openai.ts";
import { events, ScriptedUpstream } from "../support/scripted-upstream.ts";
import { chunk, collectDeltas, requestFor } from "../support/test-engine.ts";
import { startProxy } from "../support/test-proxy.ts";

test("a response through a proxy may take longer than ten minutes", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const respond = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  await using upstream = await ScriptedUpstream.start(async (...exchange) => {
    arrived.resolve();
    await respond.promise;
    await events(chunk("Hello", "stop"), "[DONE]")(...exchange);
  });
  await using proxy = await startProxy();
  const { port } = new URL(upstream.url);
  const url = `http://engine.example:${port}/v1`;
  const backend = createOpenAIBackend({ url, dialect: openai, proxy: proxy.url });
  const deltas = collectDeltas(backend.generate, requestFor("Say it"));
  await arrived.promise;
  vi.advanceTimersByTime(600_000);
  respond.resolve();
  expect((await deltas).map(({ text }) => text).join("")).toBe("Hello");
  await backend.close();
});
