import type { Header, Response } from "../model/api.ts";
import type { JsonObject } from "../model/json.ts";
import { readMediaTypes } from "./media-types.ts";
import { entriesAt } from "./parts.ts";
import { joinPointer } from "./pointer.ts";
import { readValue } from "./read-value.ts";

/** Reads the responses of an operation. */
export function readResponses(
  operation: JsonObject,
  operationPointer: string,
): ReadonlyMap<string, Response> {
  const entries = entriesAt(operation, "responses").filter(([status]) => !status.startsWith("x-"));
  const responses = entries.map(([writtenStatus, source]): [string, Response] => {
    const status = writtenStatus === "default" ? writtenStatus : writtenStatus.toUpperCase();
    const pointer = joinPointer(operationPointer, "responses", status);
    const headers = readHeaders(source, pointer);
    return [status, { status, pointer, source, headers, content: readMediaTypes(source, pointer) }];
  });
  return new Map(responses);
}

/** Reads the headers of a response, with names in lower case. OpenAPI ignores `Content-Type`. */
function readHeaders(response: JsonObject, responsePointer: string): ReadonlyMap<string, Header> {
  const headers = entriesAt(response, "headers").map(([writtenName, source]): [string, Header] => {
    const name = writtenName.toLowerCase();
    const pointer = joinPointer(responsePointer, "headers", name);
    const { schema } = readValue(source, "simple");
    return [name, { name, pointer, source, required: source.required === true, schema }];
  });
  return new Map(headers.filter(([name]) => name !== "content-type"));
}
