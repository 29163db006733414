import type { Delta } from "@completions-api/engine";
import { HttpError } from "@completions-api/protocol";
import { shapedCompletion, streamOf, streamShapes } from "@completions-api/protocol/stream-shapes";
import { expect, test } from "vitest";
import { requestFor, startEngine } from "../support/test-engine.ts";

test.each(streamShapes)("$shape: $verdict", async ({ verdict, gatewayVerdict, prompts = 1, ...shape }) => {
  await using engine = await startEngine((response) => {
    response.writeHead(200, { "content-type": "text/event-stream" }).end(streamOf(shape));
  });
  const request = requestFor(Array<string>(prompts).fill("Once"));
  const received: Delta[] = [];
  const reading = async () => {
    const { deltas } = await engine.generate(request, AbortSignal.timeout(10_000));
    for await (const batch of deltas) received.push(...batch);
  };
  if ((gatewayVerdict ?? verdict) === "error") {
    await expect(reading()).rejects.toThrow(HttpError);
  } else {
    await reading();
    const { text, finish_reason: finishReason } = shapedCompletion;
    expect(received.map((delta) => delta.text).join("")).toBe(text);
    // The gateway counts the tokens if the server does not.
    expect(received.at(-1)).toMatchObject({
      finishReason,
      tokens: expect.any(Number),
      promptTokens: expect.any(Number),
    });
    expect(received.at(-1)).not.toMatchObject({ promptTokens: 0 });
  }
  // Nothing is added to the text.
  expect(shapedCompletion.text).toContain(
    received.map((delta) => (delta.index === 0 ? delta.text : "")).join(""),
  );
});
