import { startLlamaCpp } from "@completions-api/testing";
import { describe, expect, test, vi } from "vitest";
import { startConfiguredGateway } from "../contract/gateway-in-front.ts";
import { ask } from "../support/start-gateway.ts";
import { eachFace } from "./each-face.ts";
import { skipWithoutEngines } from "./use-llama-cpp.ts";

skipWithoutEngines();

const timeout = 60_000;

/** Long enough that the engine is killed while it generates. */
const long = { prompt: "The whale", max_tokens: 1900 };
const short = { prompt: "The whale", max_tokens: 2 };

/** A configuration with one deployment on servers of llama.cpp. */
function configOf(urls: readonly string[]): object {
  const breaker = { failures: 2, retryAfter: 100 };
  return { deployments: { default: { engine: "llama.cpp", urls, model: "tiny", breaker } } };
}

/** Reads a stream, calls `onFirst` with its first part, and returns all of it. */
async function readStream(response: Response, onFirst: () => Promise<void>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  // A 200 has a body.
  for await (const bytes of response.body as ReadableStream<Uint8Array>) {
    if (text === "") await onFirst();
    text += decoder.decode(bytes, { stream: true });
  }
  return text;
}

describe.each(eachFace)("on the face %s", (_, path) => {
  test("an engine that is killed in the middle of a stream ends it with an error, and serves again after a restart", {
    timeout,
  }, async () => {
    await using engine = await startLlamaCpp();
    await using gateway = await startConfiguredGateway(configOf([engine.url]));
    const response = await ask(gateway, { ...long, stream: true }, {}, path);
    expect(response.status).toBe(200);
    const text = await readStream(response, () => engine.server.kill());
    expect(text).toContain('"bad_gateway"');
    expect(text).not.toContain("[DONE]");

    // While it is away, callers get an error that says when to come back, at once.
    for (let request = 0; request < 4; request += 1) {
      const refused = await ask(gateway, short, {}, path);
      expect([502, 503]).toContain(refused.status);
      if (refused.status === 503) expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    }
    await engine.server.restart();
    await vi.waitFor(async () => expect((await ask(gateway, short, {}, path)).status).toBe(200), {
      timeout: 5_000,
      interval: 50,
    });
  });

  test("callers do not notice that one of two engines is killed between their requests", {
    timeout,
  }, async () => {
    await using first = await startLlamaCpp();
    await using second = await startLlamaCpp();
    await using gateway = await startConfiguredGateway(configOf([first.url, second.url]));
    const askAll = () =>
      Promise.all(
        Array.from({ length: 8 }, async (_, place) => {
          const response = await ask(gateway, { ...short, stream: place % 2 === 0 }, {}, path);
          const text = await response.text();
          return response.status === 200 && !text.includes("bad_gateway");
        }),
      );
    expect(await askAll()).toEqual(Array(8).fill(true));
    await first.server.kill();
    expect(await askAll()).toEqual(Array(8).fill(true));
    await first.server.restart();
    await second.server.kill();
    // Its breaker is still open for a moment.
    await vi.waitFor(async () => expect(await askAll()).toEqual(Array(8).fill(true)), { timeout: 5_000 });
  });

  test("an engine that hangs times out, and the other one serves", { timeout }, async () => {
    await using first = await startLlamaCpp();
    await using second = await startLlamaCpp();
    const timeouts = { connect: 500, firstByte: 1_000, idle: 1_000 };
    await using gateway = await startConfiguredGateway({
      deployments: {
        default: { engine: "llama.cpp", urls: [first.url, second.url], model: "tiny", timeouts },
      },
    });
    const response = await ask(gateway, { ...long, stream: true }, {}, path);
    const text = await readStream(response, async () => {
      first.server.pause();
      second.server.pause();
    });
    expect(text).toContain('"gateway_timeout"');
    expect(text).not.toContain("[DONE]");
    first.server.resume();
    second.server.resume();
    expect((await ask(gateway, short, {}, path)).status).toBe(200);
  });
});
