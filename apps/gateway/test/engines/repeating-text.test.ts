import { describe, expect, test } from "vitest";
import { type DialectName, dialects } from "../../src/backends/openai/dialects.ts";
import { endsWithRepetition } from "../../src/backends/openai/responses/repetition.ts";
import { startGatewayOver } from "../faults/gateway-over-upstreams.ts";
import { encode, events, json, type Script, ScriptedUpstream } from "../support/scripted-upstream.ts";
import { ask } from "../support/start-gateway.ts";
import { collectDeltas, httpErrorOf, requestFor, startEngine, usageOf } from "../support/test-engine.ts";

/** An event of Ollama (`ToCompleteChunk` in `openai/openai.go`). The usage is zero until the last event. */
function part(text: string, model = "whale"): object {
  return { model, choices: [{ text, index: 0, finish_reason: null }], usage: usageOf(0, 0) };
}

const repeating = Array.from({ length: 31 }, () => part(" ha"));
const whole = { choices: [{ text: " ha".repeat(31), index: 0, finish_reason: null }], usage: usageOf(0, 0) };
const end = { finishReason: "stop", tokens: 31, promptTokens: 2 };

async function readAll(script: Script, dialect: DialectName = "ollama", stream = true) {
  await using engine = await startEngine(script, { dialect: dialects[dialect] });
  return await collectDeltas(engine.generate, requestFor("Say it", { stream }));
}

async function errorOf(script: Script, dialect: DialectName = "ollama", stream = true) {
  return httpErrorOf(readAll(script, dialect, stream));
}

describe("a text that Ollama ends because it repeats itself", () => {
  test("ends with `stop`, and its tokens are counted, streamed or not", async () => {
    for (const deltas of [
      await readAll(events(...repeating)),
      await readAll(events(part("He laughs:"), ...repeating), "ollama", false),
      await readAll(json(whole), "ollama", false),
    ]) {
      expect(deltas.map(({ text }) => text).join("")).toMatch(/^(He laughs:)?( ha){31}$/);
      expect(deltas.at(-1)).toMatchObject({ finishReason: "stop", promptTokens: 2 });
    }
    expect((await readAll(events(...repeating))).at(-1)).toMatchObject(end);
  });

  test("is not its server's failure", async () => {
    await using upstream = await ScriptedUpstream.start(events(...repeating));
    await using gateway = await startGatewayOver([upstream.url], {
      dialect: dialects.ollama,
      breaker: { failures: 1, retryAfter: 60_000 },
    });
    for (const stream of [true, false, true]) {
      const response = await ask(gateway, { prompt: "Say it", stream });
      expect(await response.text()).toContain('"finish_reason":"stop"');
    }
    expect(gateway.upstreams[0]?.breakerState).toBe("closed");
  });

  test.each(["openai", "vllm", "llama.cpp", "tgi", "azure"] as const)(
    "is a 502 from %s, which ends every text with a reason",
    async (dialect) => {
      expect(await errorOf(events(...repeating), dialect)).toMatchObject({ status: 502 });
      expect(await errorOf(json(whole), dialect, false)).toMatchObject({ status: 502 });
    },
  );
});

describe("a stream of Ollama that ends early for another reason is a 502", () => {
  test.each<readonly [string, Script]>([
    ["a text without repetition", events(part("Call"), part(" me"))],
    ["no text", events()],
    ["an empty text, which stands for an error", events(...repeating, part("", ""))],
    [
      "a lost connection",
      (response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write(repeating.map(encode).join(""), () => response.socket?.destroy());
      },
    ],
  ])("%s", async (_, script) => {
    expect(await errorOf(script)).toMatchObject({ status: 502 });
  });
});

test.each([
  ["ha ha ha", true],
  ["1, 2, 3\n\n\n", false],
  [" ".repeat(31), true],
  [`text${"\n".repeat(31)}`, true],
  ["Call me. Call me. Call me.", true],
  ["Call me. Call me.", false],
  ["", false],
  ["Call me Ishmael.", false],
  [`${"x".repeat(128)} `.repeat(3), true],
])("%j ends with a repetition: %s", (text, repeats) => {
  expect(endsWithRepetition(text)).toBe(repeats);
});
