import { readFileSync } from "node:fs";

interface Example {
  readonly value: { readonly code?: string };
  /** The request that a response answers. */
  readonly "x-request"?: { readonly body: unknown };
}

const specUrl = new URL(import.meta.resolve("@completions-api/spec/openapi.json"));

/** The bundled spec. */
export const spec: { components: { examples: Record<string, Example> } } = JSON.parse(
  readFileSync(specUrl, "utf8"),
);

const examples = Object.entries(spec.components.examples);

/** The bodies of the spec's example requests, and of the requests that its example errors answer. */
export const bodies: Readonly<Record<"valid" | "invalid", readonly unknown[]>> = {
  valid: examples.filter(([name]) => name.endsWith("-request")).map(([, { value }]) => value),
  invalid: examples
    .filter(([, { value }]) => value.code === "invalid_parameter")
    .map(([, { "x-request": request }]) => request?.body),
};
