import type { CaseRequest } from "@completions-api/contract";
import { spec } from "../support/spec.ts";

/** A response that the spec shows, with the request that it answers. */
interface ExampleResponse {
  /** Of the case that the contract makes of it. */
  readonly id: string;
  readonly request: CaseRequest;
  /** A body; of a stream, its text. */
  readonly value: unknown;
  /** By their names in lower case. */
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
