import { createRequire } from "node:module";

/** As much of the bundled spec as the tests read. */
interface Spec {
  readonly info: { readonly version: string };
  readonly components: {
    readonly securitySchemes: {
      readonly AADToken: {
        readonly flows: {
          readonly clientCredentials: { readonly scopes: Readonly<Record<string, string>> };
        };
      };
    };
  };
}

const require = createRequire(import.meta.url);

/** The bundled spec. */
export const spec: Spec = require("@completions-api/spec/openapi.json");
