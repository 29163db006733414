import type { WitnessRequest } from "../../src/model/change.ts";
import { isJsonObject, type Json, type JsonObject } from "../../src/model/json.ts";
import type { SpecDocument } from "../../src/model/spec-document.ts";
import { accepts, acceptsText, at, entriesAt } from "./validate.ts";

/** Says whether a document describes a request. Credentials and servers are left out: witnesses do not have them. */
export function allowsRequest(document: SpecDocument, request: WitnessRequest): boolean {
  const [path, item] =
    entriesAt(document.root, "paths").find(([template]) => matches(template, request.path)) ?? [];
  const operation = at(item, request.method.toLowerCase());
  if (path === undefined || operation === undefined) return false;
  return (
    allowsParameters(document, [...listAt(item), ...listAt(operation)], request) &&
    allowsBody(document, at(operation, "requestBody"), request) &&
    offers(operation, request.headers.accept)
  );
}

function matches(template: string, path: string): boolean {
  return new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`).test(path);
}

function listAt(part: Json | undefined): JsonObject[] {
  const list = at(part, "parameters");
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}

/** A query parameter that the document does not describe is refused. */
function allowsParameters(
  document: SpecDocument,
  parameters: readonly JsonObject[],
  { query, headers }: WitnessRequest,
): boolean {
  const names = parameters.filter((parameter) => parameter.in === "query").map(({ name }) => name);
  return (
    Object.keys(query).every((name) => names.includes(name)) &&
    parameters.every(({ name, in: place, required, schema }) => {
      if (place === "path") return true;
      const text = place === "query" ? query[String(name)] : headers[String(name).toLowerCase()];
      return text === undefined ? required !== true : acceptsText(document, schema, text);
    })
  );
}

function allowsBody(document: SpecDocument, requestBody: Json | undefined, request: WitnessRequest): boolean {
  const { body, headers } = request;
  if (body === undefined) return at(requestBody, "required") !== true;
  const mediaType = at(requestBody, "content", headers["content-type"] ?? "application/json");
  return mediaType !== undefined && accepts(document, at(mediaType, "schema"), body);
}

function offers(operation: Json, mediaType: string | undefined): boolean {
  const contents = entriesAt(operation, "responses").flatMap(([, response]) =>
    entriesAt(response, "content"),
  );
  return mediaType === undefined || contents.some(([name]) => name === mediaType);
}
