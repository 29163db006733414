import openapiTypeScript, { astToString } from "openapi-typescript";
import { documentProperties } from "./document-properties.ts";

/** The spec's paths, components and operations as types. */
export async function generateOpenapi(): Promise<string> {
  const source = JSON.stringify(documentProperties());
  // By default a property with a default is required, which is wrong for requests: the server applies it.
  return astToString(await openapiTypeScript(source, { defaultNonNullable: false }));
}
