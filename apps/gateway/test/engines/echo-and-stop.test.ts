import { describe, expect, test } from "vitest";
import { type DialectName, dialects } from "../../src/backends/openai/dialects.ts";
import { events, json, type ReceivedRequest, type Script } from "../support/scripted-upstream.ts";
import { ask, deploymentOf, startTestGateway } from "../support/start-gateway.ts";
import { chunk, startEngine, usageChunk, usageOf } from "../support/test-engine.ts";

// Stop sequences end the generated text only, whatever the prompt that is echoed before it has.

const generated = " Ishmael. Some years ago";

/** Responds like a server that looks for stop sequences in the whole text. */
const naive: Script = (response, request, index) => {
  const text = cut(request.body);
  const script = request.body.stream
    ? events(...[...text].map((character) => chunk(character)), chunk("", "stop"), usageChunk(3, 5), "[DONE]")
    : json({ choices: [{ index: 0, text, finish_reason: "stop" }], usage: usageOf(3, 5) });
  return script(response, request, index);
};

function cut({ prompt, stop }: ReceivedRequest["body"]): string {
  const text = `${prompt}${generated}`;
  const ends = Array.isArray(stop) ? stop.map((sequence) => text.indexOf(sequence)) : [];
  return text.slice(0, Math.min(text.length, ...ends.filter((end) => end >= 0)));
}

async function complete(dialect: DialectName, body: object, script = naive) {
  await using engine = await startEngine(script, { dialect: dialects[dialect] });
  await using gateway = await startTestGateway({ deployment: deploymentOf(engine.generate) });
  const headers = { "extra-parameters": "pass-through" };
  const response = await ask(gateway, { max_tokens: 50, echo: true, ...body }, { headers });
  const text = await response.text();
  const texts = Array.from(text.matchAll(/"text":("(?:[^"\\]|\\.)*")/g), ([, json = '""']) =>
    JSON.parse(json),
  );
  const [, reason] = /"finish_reason":"(\w+)"/.exec(text) ?? [];
  return { text: texts.join(""), reason, sent: engine.upstream.requests[0]?.body };
}

describe.each([true, false])("a stop sequence in an echoed prompt, stream: %s", (stream) => {
  test.each(["openai", "azure", "litellm"] as const)(
    "is only a part of the prompt before %s",
    async (dialect) => {
      for (const [prompt, stop, text] of [
        ["Q: Who?\nA: Call me", ["\n"], "Q: Who?\nA: Call me Ishmael. Some years ago"],
        ["Call me. Call me", [".", "!"], "Call me. Call me Ishmael"],
        ["Call me", ["me Ishmael"], "Call me Ishmael. Some years ago"],
      ] as const) {
        expect(await complete(dialect, { prompt, stop, stream })).toMatchObject({ text, reason: "stop" });
      }
    },
  );

  test("that has none is left to the server", async () => {
    const { text, sent } = await complete("openai", { prompt: "Call me", stop: ["."], stream });
    expect(text).toBe("Call me Ishmael");
    expect(sent).toMatchObject({ stop: ["."] });
  });

  test("is left to a server that looks in the generated text only", async () => {
    const careful: Script = (response, request, index) =>
      naive(response, { ...request, body: { ...request.body, stop: undefined } }, index);
    const { text, sent } = await complete("vllm", { prompt: "Call me.", stop: ["."], stream }, careful);
    expect(text).toBe("Call me. Ishmael");
    expect(sent).toMatchObject({ stop: ["."] });
  });

  test("is only a part of the prompt for the embedded engine", async () => {
    await using gateway = await startTestGateway();
    const headers = { "extra-parameters": "pass-through" };
    const body = { prompt: "Call me. Call me", stop: "me", echo: true, max_tokens: 4, seed: 2, stream };
    const text = await (await ask(gateway, body, { headers })).text();
    expect(text).toContain("Call me. Call me");
    expect(text).toMatch(/"finish_reason":"(stop|length)"/);
  });
});
