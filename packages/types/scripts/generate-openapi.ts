import openapiTypeScript, { astToString } from "openapi-typescript";
import { specUrl } from "./spec.ts";

/** The spec's paths, components and operations as types. */
export async function generateOpenapi(): Promise<string> {
  // By default a property with a default is required, which is wrong for requests: the server applies it.
  return astToString(await openapiTypeScript(specUrl, { defaultNonNullable: false }));
}
