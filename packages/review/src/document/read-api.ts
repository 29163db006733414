import type { Api, Operation } from "../model/api.ts";
import type { JsonObject } from "../model/json.ts";
import type { SpecDocument } from "../model/spec-document.ts";
import { foldStatuses } from "./fold-statuses.ts";
import { readMediaTypes } from "./media-types.ts";
import { readParameters } from "./parameters.ts";
import { entriesAt, objectAt, textAt } from "./parts.ts";
import { joinPointer } from "./pointer.ts";
import { readResponses } from "./responses.ts";
import { readSecurity } from "./security.ts";
import { type Bases, readServers } from "./servers.ts";

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/** Returns the operations of a document in canonical form. See {@link Api}. */
export function readApi({ root }: SpecDocument): Api {
  const operations = new Map<string, Operation>();
  for (const [path, pathItem] of entriesAt(root, "paths")) {
    if (path.startsWith("x-")) continue;
    for (const [method, source, keys] of listOperations(pathItem)) {
      const pointer = joinPointer("/paths", path, ...keys);
      const { prefix, servers } = readServers(root, pathItem, source);
      const key = `${method} ${canonicalPath(prefix + path)}`;
      operations.set(key, readOperation({ root, pathItem, source, method, path, pointer, servers }));
    }
  }
  return { operations };
}

interface OperationParts {
  readonly root: JsonObject;
  readonly pathItem: JsonObject;
  readonly source: JsonObject;
  readonly method: string;
  readonly path: string;
  readonly pointer: string;
  readonly servers: Bases["servers"];
}

function readOperation({
  root,
  pathItem,
  source,
  method,
  path,
  pointer,
  servers,
}: OperationParts): Operation {
  const requestBody = objectAt(source, "requestBody");
  return {
    method,
    path,
    pointer,
    source,
    operationId: textAt(source, "operationId"),
    parameters: readParameters(pathItem, source, path, pointer),
    requestBody:
      source.requestBody === undefined
        ? undefined
        : {
            pointer: joinPointer(pointer, "requestBody"),
            source: requestBody,
            required: requestBody.required === true,
            content: readMediaTypes(requestBody, joinPointer(pointer, "requestBody")),
          },
    responses: foldStatuses(readResponses(source, pointer)),
    security: readSecurity(source.security ?? root.security),
    servers,
  };
}

/** Lists the operations of a path: method, operation, and the keys that lead to it. */
function listOperations(pathItem: JsonObject): (readonly [string, JsonObject, readonly string[]])[] {
  const fixed = entriesAt({ pathItem }, "pathItem").filter(([key]) => methods.includes(key));
  const additional = entriesAt(pathItem, "additionalOperations");
  return [
    ...fixed.map(([key, source]) => [key.toUpperCase(), source, [key]] as const),
    ...additional.map(([key, source]) => [key, source, ["additionalOperations", key]] as const),
  ];
}

/** Paths that differ only in the names of their parameters are the same path. */
function canonicalPath(path: string): string {
  return path.replaceAll(/\{[^{}]*\}/g, "{}");
}
