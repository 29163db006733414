import type { Parameter } from "../model/api.ts";
import type { JsonObject } from "../model/json.ts";
import { objectsAt, textAt } from "./parts.ts";
import { joinPointer } from "./pointer.ts";
import { readValue } from "./read-value.ts";

/** OpenAPI ignores parameters by these names: other parts of a document describe these headers. */
const ignoredHeaders = new Set(["accept", "content-type", "authorization"]);

const defaultStyles = { query: "form", header: "simple", path: "simple", cookie: "form" } as const;

/**
 * Reads the parameters of an operation and of its path. The operation's own override those of the path. Names of headers
 * are in lower case. A parameter of the path has its position as a key: its name is not a part of requests.
 */
export function readParameters(
  pathItem: JsonObject,
  operation: JsonObject,
  path: string,
  pointer: string,
): ReadonlyMap<string, Parameter> {
  const names = [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name);
  const parameters = new Map<string, Parameter>();
  for (const source of [...objectsAt(pathItem, "parameters"), ...objectsAt(operation, "parameters")]) {
    const place = textAt(source, "in");
    const writtenName = textAt(source, "name");
    if (!isPlace(place) || writtenName === undefined) continue;
    const name = place === "header" ? writtenName.toLowerCase() : writtenName;
    if (place === "header" && ignoredHeaders.has(name)) continue;
    const position = place === "path" ? names.indexOf(name) : -1;
    const key = `${place} ${position < 0 ? name : position + 1}`;
    parameters.set(key, {
      in: place,
      name,
      pointer: joinPointer(pointer, "parameters", key),
      source,
      required: place === "path" || source.required === true,
      ...readValue(source, defaultStyles[place]),
    });
  }
  return parameters;
}

function isPlace(text: string | undefined): text is Parameter["in"] {
  return text !== undefined && Object.hasOwn(defaultStyles, text);
}
