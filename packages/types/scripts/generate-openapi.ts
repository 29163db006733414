import openapiTypeScript, { astToString } from "openapi-typescript";
import { documentProperties } from "./document-properties.ts";
import { loosenRequests } from "./loosen-requests.ts";
import { keepLiterals, openEnums } from "./open-enums.ts";
import { plainComments } from "./plain-comments.ts";
import type { Spec } from "./spec.ts";

/** Generates types of the spec's paths, components and operations. */
export async function generateOpenapi(spec: Spec): Promise<string> {
  const source = JSON.stringify(openEnums(documentProperties(spec)));
  const hooks = loosenRequests(spec);
  // openapi-typescript would make properties with a default required. In requests they are optional: the server applies
  // the default.
  const nodes = await openapiTypeScript(source, {
    defaultNonNullable: false,
    ...hooks,
    postTransform: (type, options) => keepLiterals(type) ?? hooks.postTransform(type, options),
  });
  plainComments(nodes);
  return astToString(nodes);
}
