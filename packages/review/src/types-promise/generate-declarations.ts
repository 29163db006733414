import openapiTypeScript, { astToString } from "openapi-typescript";
import { keepLiterals, openEnums } from "../../../types/scripts/open-enums.ts";
import type { JsonObject } from "../model/json.ts";
import { ReviewError } from "../review-error.ts";
import { addStreamEvents } from "./stream-events.ts";

const texts = new WeakMap<JsonObject, Promise<string>>();

/**
 * Generates the declarations that a consumer of a spec compiles against, without comments. They are remembered, because
 * the comparison and the diff need the same ones.
 */
export function generateDeclarations(bundle: JsonObject): Promise<string> {
  const known = texts.get(bundle) ?? generate(bundle);
  texts.set(bundle, known);
  return known;
}

async function generate(bundle: JsonObject): Promise<string> {
  const { document, exported } = addStreamEvents(bundle);
  try {
    const nodes = await openapiTypeScript(JSON.stringify(openEnums(document)), {
      defaultNonNullable: false,
      silent: true,
      postTransform: keepLiterals,
    });
    return astToString(nodes, { formatOptions: { removeComments: true } }) + exported;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ReviewError(`openapi-typescript cannot generate types of the spec: ${reason}`, {
      cause: error,
    });
  }
}
