import type { Json } from "../../src/model/json.ts";
import type { SpecDocument } from "../../src/model/spec-document.ts";
import type { Datum, Sides } from "./cases.ts";
import { accepts, entriesAt } from "./validate.ts";

/** Returns the data of a case with what the sides really accept. */
export function checkData(data: readonly Datum[], { base, head }: Sides): Datum[] {
  return data.map(({ part, value }) => ({
    part,
    value,
    old: accepts(base, schemaOf(base, part), value),
    new: accepts(head, schemaOf(head, part), value),
  }));
}

function schemaOf({ root }: SpecDocument, part: Datum["part"]): Json {
  const operations = entriesAt(root, "paths").flatMap(([, item]) => entriesAt(item));
  const contents = operations.flatMap(([, operation]) =>
    part === "request"
      ? entriesAt(operation, "requestBody", "content")
      : entriesAt(operation, "responses").flatMap(([, response]) => entriesAt(response, "content")),
  );
  const [schema] = contents
    .flatMap(([, mediaType]) => entriesAt(mediaType))
    .filter(([keyword]) => (part === "event" ? /^(?:x-)?itemSchema$/ : /^schema$/).test(keyword));
  if (!schema) throw new Error(`The document has no schema of a ${part}.`);
  return schema[1];
}
