import type { CompletionRequest, Exchange, ExpectedError } from "../contract-case.ts";

/** A request that is soon answered, to add to. */
export const brief = { prompt: "Call me Ishmael.", max_tokens: 16 } as const;

/** The request that is answered with a completion. */
export function completes(body: object, headers?: CompletionRequest["headers"]): Exchange {
  return { request: { body, ...(headers && { headers }) }, expect: { outcome: "completion" } };
}

/** The request that is refused for the value at `loc`, a path from the body on. */
export function refuses(body: unknown, ...loc: readonly string[]): Exchange {
  return {
    request: { body },
    expect: { outcome: "error", code: "invalid_parameter", loc: ["body", ...loc] },
  };
}

/** The request that is answered with an error other than that. */
export function fails(request: CompletionRequest, expect: Omit<ExpectedError, "outcome">): Exchange {
  return { request, expect: { outcome: "error", ...expect } };
}
