import type { CaseRequest } from "@completions-api/contract";
import { spec } from "../support/spec.ts";

/** A response among the spec's examples, with its request. */
interface ExampleResponse {
  /** The id of the contract's case for this example. */
  readonly id: string;
  readonly request: CaseRequest;
  /** A body, or the text of a stream. */
  readonly value: unknown;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

export const exampleResponses: readonly ExampleResponse[] = Object.entries(spec.components.examples).flatMap(
  ([name, { value, "x-request": request, "x-headers": headers = {} }]) => {
    if (!request) return [];
    const sent = { body: request.body, headers: lowerCase(request.headers ?? {}) };
    return [
      { id: `example-${name.replace("-response", "")}`, request: sent, value, headers: lowerCase(headers) },
    ];
  },
);

function lowerCase(headers: Readonly<Record<string, string | number>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}
