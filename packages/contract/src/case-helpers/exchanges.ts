import type { CaseRequest, Exchange, ExpectedError } from "../contract-case.ts";

/** A request body that a model answers quickly. Cases add parameters to it. */
export const briefRequest = { prompt: "Call me Ishmael.", max_tokens: 4 } as const;

/** An exchange that must return a completion. */
export function completes(body: object, headers?: CaseRequest["headers"]): Exchange {
  return { request: { body, ...(headers && { headers }) }, expect: { outcome: "completion" } };
}

/**
 * An exchange that must be refused as `invalid_parameter`, with texts that name the parameter. `loc` is the path to the
 * invalid value, from the body on.
 */
export function refuses(body: unknown, ...loc: readonly string[]): Exchange {
  return {
    request: { body },
    expect: { outcome: "error", code: "invalid_parameter", loc: ["body", ...loc], mentions: loc.slice(0, 1) },
  };
}

/** An exchange that must fail with any error. For `invalid_parameter`, use {@link refuses}. */
export function fails(request: CaseRequest, expect: Omit<ExpectedError, "outcome">): Exchange {
  return { request, expect: { outcome: "error", ...expect } };
}
