import { createRequire } from "node:module";

/** The parts of the bundled spec that the tests read. */
interface Spec {
  readonly info: { readonly version: string };
  readonly components: {
    readonly examples: Readonly<Record<string, Example>>;
    readonly securitySchemes: {
      readonly AADToken: {
        readonly flows: {
          readonly clientCredentials: { readonly scopes: Readonly<Record<string, string>> };
        };
      };
    };
  };
}

interface Example {
  readonly value: unknown;
  readonly "x-request"?: { readonly headers?: Readonly<Record<string, string>>; readonly body: unknown };
  readonly "x-headers"?: Readonly<Record<string, string | number>>;
}

const require = createRequire(import.meta.url);

/** The bundled spec. */
export const spec: Spec = require("@completions-api/spec/openapi.json");
