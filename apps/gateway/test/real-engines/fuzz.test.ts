import { fuzz } from "@completions-api/contract";
import { startLlamaCpp } from "@completions-api/testing";
import { validateCreateCompletionRequest } from "@completions-api/validators/openai";
import { expect, test } from "vitest";
import { skipWithoutEngines } from "./use-llama-cpp.ts";

skipWithoutEngines();

const token = "a-key-of-the-engine";

// It accepts or clamps many values out of range.
test("fuzzing llama.cpp finds a request with one wrong value that it accepts", {
  timeout: 120_000,
}, async () => {
  // A small context, because the engine fills it whenever a request has no limit.
  await using engine = await startLlamaCpp({ api_keys: [token], n_ctx: 512 });
  const { failure } = await fuzz({
    target: { baseUrl: engine.url, face: "openai", token },
    seed: 1,
    runs: 1000,
    // The other differences are listed in contract.test.ts.
    isKnown: ({ reason }) => !/^expected error invalid_value at \S+, got status 200$/.test(reason),
  });
  const { body = "" } = failure?.result.exchanges[0]?.request ?? {};
  const validation = validateCreateCompletionRequest(JSON.parse(body));
  expect(validation, body).toMatchObject({ problems: [expect.anything()] });
  // The wrong value, and what every generated request has.
  expect(Object.keys(JSON.parse(body)).length, body).toBeLessThanOrEqual(3);
});
