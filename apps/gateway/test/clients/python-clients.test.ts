import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { missingPython, runPython } from "./python-environment.ts";
import { refusedRequests, request, type TestRequest } from "./requests.ts";
import { servers } from "./servers.ts";

/** The results of a client's requests, from `python/clients.py`. */
interface ClientResults {
  readonly completes: object;
  readonly streams: object;
  readonly choices: readonly object[];
  readonly refuses: readonly string[];
  readonly refusesToStream: readonly string[];
}

let results: Record<string, Record<string, ClientResults>> = {};

// One process calls both servers with each client: loading the clients takes much longer than the calls.
beforeAll(async () => {
  if (missingPython) return;
  await using gateway = await servers.gateway();
  await using mock = await servers.mock();
  const input = {
    servers: { gateway: gateway.settings, mock: mock.settings },
    request: toBody(request),
    refused: refusedRequests.map((refused) => toBody(refused.request)),
    choices: { n: 2, logprobs: 1 },
  };
  // LiteLLM would look for new prices on the web.
  const output = await runPython("clients.py", input, { LITELLM_LOCAL_MODEL_COST_MAP: "True" });
  // The program prints this, or the tests fail.
  results = output as typeof results;
}, 180_000);
beforeEach(({ skip }) => {
  if (missingPython) skip(missingPython);
});

function toBody({ maxTokens, ...others }: TestRequest): object {
  return { ...others, max_tokens: maxTokens };
}

const completion = { text: " Ishmael.", totalTokens: 6 };

describe.each(["gateway", "mock"])("before the %s", (server) => {
  describe.each([
    ["OpenAI's client", completion],
    ["LiteLLM", completion],
    // It does not ask for the usage of a stream.
    ["LlamaIndex", { text: completion.text }],
  ])("%s for Python", (name, streams) => {
    test("completes and streams", () => {
      expect(results[server]?.[name]).toMatchObject({ completes: completion, streams });
    });

    test("gets two choices with log probabilities", () => {
      const choice = {
        text: completion.text,
        finish_reason: "length",
        logprobs: { tokens: [" Is", "hma", "el", "."], text_offset: [0, 3, 6, 8] },
      };
      expect(results[server]?.[name]?.choices).toMatchObject([
        { ...choice, index: 0 },
        { ...choice, index: 1 },
      ]);
    });

    test("shows what is wrong", () => {
      const sentences = refusedRequests.map(({ sentence }) => expect.stringMatching(sentence));
      expect(results[server]?.[name]).toMatchObject({ refuses: sentences, refusesToStream: sentences });
    });
  });
});
