import openapiTypeScript, { astToString } from "openapi-typescript";
import { documentProperties } from "./document-properties.ts";

/** Generates types of the spec's paths, components and operations. */
export async function generateOpenapi(): Promise<string> {
  const source = JSON.stringify(documentProperties());
  // openapi-typescript would make properties with a default required. In requests they are optional: the server applies
  // the default.
  return astToString(await openapiTypeScript(source, { defaultNonNullable: false }));
}
