import type { CreateCompletionResponse } from "@completions-api/types";
import { expect, test } from "vitest";
import { clientOf } from "./support/client.ts";
import { completion, respondJson } from "./support/responses.ts";
import { serve } from "./support/serve.ts";

const request = { prompt: "Once upon a time" };

function completionOf(text: string): CreateCompletionResponse {
  return { ...completion, choices: [{ index: 0, text, finish_reason: "length" }] };
}

test("a completion is returned unchanged, properties unknown to the spec included", async () => {
  const more = { ...completion, system_fingerprint: "fp", timings: { total: 1 } };
  await using server = await serve(respondJson(200, more));
  expect(await clientOf(server).complete(request)).toEqual(more);
  expect(await clientOf(server).complete({ ...request, stream: false })).toEqual(more);
});

test("a completion may be longer than any error", async () => {
  const long = completionOf("é".repeat(1_000_000));
  await using server = await serve(respondJson(200, long));
  expect(await clientOf(server).complete(request)).toEqual(long);
});

test("a completion may arrive in any pieces, even cut inside a character", async () => {
  const whole = completionOf("größe 😀 \u2028");
  const bytes = new TextEncoder().encode(`\uFEFF ${JSON.stringify(whole)}\r\n`);
  for (let place = 0; place <= bytes.length; place++) {
    const pieces = [bytes.slice(0, place), bytes.slice(place)];
    const headers = { "content-type": "application/json" };
    const fetch = async () => new Response(ReadableStream.from(pieces), { headers });
    expect(await clientOf({ url: "http://client.test" }, { fetch }).complete(request)).toEqual(whole);
  }
});

test("a parameter that is undefined is not sent, and lists may be readonly", async () => {
  await using server = await serve(respondJson(200, completion));
  await clientOf(server).complete({ prompt: ["one", "two"] as const, seed: undefined, stop: undefined });
  expect(server.requests[0]?.body).toEqual({ prompt: ["one", "two"] });
});
