import openapiTypeScript, { astToString } from "openapi-typescript";
import { documentProperties } from "./document-properties.ts";
import { loosenRequests } from "./loosen-requests.ts";
import { keepLiterals, openEnums } from "./open-enums.ts";
import { plainComments } from "./plain-comments.ts";

/** Generates types of the spec's paths, components and operations. */
export async function generateOpenapi(): Promise<string> {
  const source = JSON.stringify(openEnums(documentProperties()));
  // openapi-typescript would make properties with a default required. In requests they are optional: the server applies
  // the default.
  const nodes = await openapiTypeScript(source, {
    defaultNonNullable: false,
    ...loosenRequests,
    postTransform: (type, options) => keepLiterals(type) ?? loosenRequests.postTransform(type, options),
  });
  plainComments(nodes);
  return astToString(nodes);
}
