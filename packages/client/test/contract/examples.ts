import { createRequire } from "node:module";
import type { CompletionRequest } from "@completions-api/contract";

/** A response that the spec shows, with the request that it answers. */
interface ExampleResponse {
  /** Of the case that the contract makes of it. */
  readonly id: string;
  readonly request: CompletionRequest;
  /** A body; of a stream, its text. */
  readonly value: unknown;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

interface Example {
  readonly value: unknown;
  readonly "x-request"?: { readonly headers?: Readonly<Record<string, string>>; readonly body: unknown };
  readonly "x-headers"?: Readonly<Record<string, string | number>>;
}

const spec = createRequire(import.meta.url)("@completions-api/spec/openapi.json");
const examples: Readonly<Record<string, Example>> = spec.components.examples;

export const exampleResponses: readonly ExampleResponse[] = Object.entries(examples).flatMap(
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
