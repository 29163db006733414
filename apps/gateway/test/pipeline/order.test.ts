import { otherError, tooManyRequests, unauthorized } from "@completions-api/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createTermFilter } from "../../src/content-filter/term-filter.ts";
import type { Decision, RateLimiter } from "../../src/limits/rate-limiter.ts";
import { deploymentOf, startTestGateway, token } from "../support/start-gateway.ts";

/** A request to which mistakes can be added. */
class Request {
  readonly query = new URLSearchParams({ "api-version": "2024-04-01-preview" });
  readonly headers = new Headers({ authorization: `Bearer ${token}`, "content-type": "application/json" });
  readonly body = { prompt: "Say it", max_tokens: 16 };
  /** The text after the body's JSON. */
  rest = "";

  atLeast(maxTokens: number): void {
    this.body.max_tokens = Math.max(this.body.max_tokens, maxTokens);
  }
}

/** A mistake for each step of the pipeline, in the order of the steps. */
const mistakes: readonly { readonly code: string; readonly add: (request: Request) => void }[] = [
  { code: "headers_too_large", add: ({ headers }) => headers.set("x-long", "x".repeat(20_000)) },
  { code: "unauthorized", add: ({ headers }) => headers.set("authorization", "Bearer wrong") },
  {
    code: "too_many_requests",
    add: ({ headers }) => {
      if (headers.get("authorization") === `Bearer ${token}`)
        headers.set("authorization", `Bearer ${usedUp}`);
    },
  },
  { code: "invalid_query", add: ({ query }) => query.set("api-version", "soon") },
  { code: "invalid_header", add: ({ headers }) => headers.set("extra-parameters", "maybe") },
  { code: "unsupported_media_type", add: ({ headers }) => headers.set("content-type", "text/plain") },
  {
    code: "invalid_json",
    add: (request) => {
      request.rest = "}";
    },
  },
  { code: "invalid_parameter", add: ({ body }) => Object.assign(body, { temperature: 3 }) },
  { code: "extra_parameters_not_allowed", add: ({ body }) => Object.assign(body, { best_of: 2 }) },
  { code: "too_many_requests", add: (request) => request.atLeast(5000) },
  { code: "content_filter", add: ({ body }) => Object.assign(body, { prompt: "Say the secret" }) },
  { code: "not_found", add: ({ headers }) => headers.set("azureml-model-deployment", "nowhere") },
  { code: "parameter_not_supported", add: ({ body }) => Object.assign(body, { seed: 1 }) },
  { code: "context_length_exceeded", add: (request) => request.atLeast(2000) },
];

/** The failure of the last step. */
const engineFault = "bad_gateway";

const usedUp = "a-token-whose-requests-are-used-up";

const rateLimiter: RateLimiter = {
  countRequest: async ({ name }) => decide(name === usedUp),
  reserveTokens: async (_caller, expectedTokens) => ({
    ...decide(expectedTokens > 4000),
    reserved: 0,
    settle() {},
  }),
};

function decide(refuses: boolean): Decision {
  return { headers: {}, ...(refuses && { refusal: tooManyRequests(1) }) };
}

test("responds to several mistakes with the error of the first step", async () => {
  const generate = () => Promise.reject(otherError(engineFault, "It fails"));
  const deployment = {
    ...deploymentOf(generate),
    unsupported: new Set(["seed"] as const),
    contextLength: 1000,
  };
  const filter = createTermFilter(["secret"]);
  await using gateway = await startTestGateway({
    deployment,
    filter,
    rateLimiter,
    authenticate(candidate) {
      if (candidate !== token && candidate !== usedUp) throw unauthorized("The token is not accepted");
      return { name: candidate };
    },
  });

  await fc.assert(
    fc.asyncProperty(fc.subarray([...mistakes]), async (chosen) => {
      const request = new Request();
      for (const { add } of chosen) add(request);
      const { headers, query, rest } = request;
      const body = JSON.stringify(request.body) + rest;
      const response = await fetch(`${gateway.url}/completions?${query}`, { method: "POST", headers, body });
      await response.text();
      expect(response.headers.get("x-ms-error-code")).toBe(chosen[0]?.code ?? engineFault);
    }),
    // Each mistake alone, then several together.
    { examples: [[[]], ...mistakes.map((mistake): [[typeof mistake]] => [[mistake]])], numRuns: 200 },
  );
});
