import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** The parts of the bundled spec that the tests read. */
interface Spec {
  readonly components: {
    readonly parameters: Readonly<Record<string, { readonly schema: { readonly default?: unknown } }>>;
    readonly examples: Readonly<Record<string, SpecExample>>;
  };
}

/** An example of a response, with the request that causes it. An example of a request has no `x-request`. */
export interface SpecExample {
  readonly value: unknown;
  readonly "x-request"?: { readonly headers?: Readonly<Record<string, string>>; readonly body: unknown };
  readonly "x-headers"?: Readonly<Record<string, string | number>>;
}

const require = createRequire(import.meta.url);

function load(file: string): Spec {
  return JSON.parse(readFileSync(file, "utf8"));
}

/** The bundled spec. */
export const spec: Spec = load(require.resolve("@completions-api/spec/openapi.json"));

/** The bundled spec of the face for OpenAI's clients. */
export const openAISpec: Spec = load(require.resolve("@completions-api/spec/openai.json"));
