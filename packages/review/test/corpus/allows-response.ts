import type { EventWitness, ResponseWitness } from "../../src/model/change.ts";
import { isJsonObject, type Json } from "../../src/model/json.ts";
import type { SpecDocument } from "../../src/model/spec-document.ts";
import { accepts, acceptsText, at, entriesAt } from "./validate.ts";

/** Says whether an operation of a document allows a response. */
export function allowsResponse(document: SpecDocument, operation: Json, witness: ResponseWitness): boolean {
  const { status, headers, body } = witness;
  const response =
    at(operation, "responses", String(status)) ??
    at(operation, "responses", `${String(status).slice(0, 1)}XX`) ??
    at(operation, "responses", "default");
  const mediaType = at(response, "content", headers["content-type"] ?? "application/json");
  return (
    response !== undefined &&
    entriesAt(response, "headers").every(([name, header]) => {
      const text = headers[name.toLowerCase()];
      return text === undefined
        ? at(header, "required") !== true
        : acceptsText(document, at(header, "schema"), text);
    }) &&
    (body === undefined ||
      (mediaType !== undefined && accepts(document, openEnums(at(mediaType, "schema")), body)))
  );
}

/** Says whether an operation of a document allows an event. */
export function allowsEvent(document: SpecDocument, operation: Json, { data }: EventWitness): boolean {
  const contents = entriesAt(operation, "responses").flatMap(([, response]) =>
    entriesAt(response, "content"),
  );
  return contents.some(([, mediaType]) => {
    const schema = at(mediaType, "itemSchema") ?? at(mediaType, "x-itemSchema");
    return schema !== undefined && accepts(document, openEnums(schema), data);
  });
}

/** Readers must expect other values than those of an enum that is marked as extensible. Ajv does not know the mark. */
function openEnums(schema: Json | undefined): Json {
  return JSON.parse(JSON.stringify(schema ?? true), (_, part: Json) => {
    if (!isJsonObject(part) || part["x-extensible-enum"] === undefined) return part;
    const { enum: _values, ...rest } = part;
    return rest;
  });
}
