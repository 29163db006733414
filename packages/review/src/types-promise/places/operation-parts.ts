import type { Operation } from "../../model/api.ts";
import { isJsonObject, type JsonObject } from "../../model/json.ts";
import { originOf } from "../../model/origin.ts";
import type { SpecDocument } from "../../model/spec-document.ts";
import { bundledObject, childParts, type Part, partAt } from "./part.ts";
import type { Owner, Place } from "./place.ts";
import { createSchemaPlace } from "./schema-place.ts";

/** Returns an operation of a document. */
export function operationPart(document: SpecDocument, { path, method }: Operation): Part {
  const root: Part = { document, bundled: document.bundle, source: document.root, pointer: "" };
  return partAt(root, "paths", path, method.toLowerCase());
}

/** Lists the parameters of an operation, with those of its path. The operation's own ones come last, and override. */
export function parameterParts(document: SpecDocument, { path, method }: Operation): readonly Part[] {
  const root: Part = { document, bundled: document.bundle, source: document.root, pointer: "" };
  const item = partAt(root, "paths", path);
  return [partAt(item, "parameters"), partAt(item, method.toLowerCase(), "parameters")].flatMap((list) =>
    childParts(list).map(([, part]) => part),
  );
}

/** Creates the place of all parameters: a property for each location, which has a property for each parameter. */
export function createParametersPlace(document: SpecDocument, operation: Operation): Place {
  const parts = parameterParts(document, operation);
  const { pointer } = partAt(operationPart(document, operation), "parameters");
  return groupPlace(pointer, operation.source, (location) => {
    const group = parts.filter((part) => bundledObject(part).in === location);
    const find = (name: string) => group.findLast((part) => bundledObject(part).name === name);
    return {
      ...groupPlace(pointer, operation.source, (name) => valuePlace(find(name), name, "parameter")),
      isGroup: true,
      ignoresCase: location === "header",
    };
  });
}

/** Creates the place of a response's headers, with a property for each. */
export function createHeadersPlace(headers: Part): Place {
  const source = isJsonObject(headers.source) ? headers.source : {};
  return {
    ...groupPlace(headers.pointer, source, (name) =>
      name in bundledObject(headers) ? valuePlace(partAt(headers, name), name, "response-header") : undefined,
    ),
    ignoresCase: true,
  };
}

/** Creates the place of the body in a media type. */
export function createMediaTypePlace(mediaType: Part): Place {
  return createSchemaPlace({
    ...partAt(mediaType, "schema"),
    subject: "",
    around: isJsonObject(mediaType.source) ? originOf(mediaType.source) : undefined,
  });
}

/** Creates the place of an event in a media type. Undefined if it is no stream of events. */
export function createEventPlace(mediaType: Part): Place | undefined {
  const keyword = ["itemSchema", "x-itemSchema"].find((key) => key in bundledObject(mediaType));
  if (keyword === undefined) return undefined;
  return createSchemaPlace({
    ...partAt(mediaType, keyword),
    subject: "",
    around: isJsonObject(mediaType.source) ? originOf(mediaType.source) : undefined,
  });
}

function groupPlace(pointer: string, source: JsonObject, property: Place["property"]): Place {
  return {
    pointer,
    subject: "",
    origin: originOf(source),
    source: undefined,
    property,
    items: () => undefined,
    additionalProperties: () => undefined,
  };
}

/** Creates the place of a parameter or header. Its type is that of its schema, and its owner the parameter. */
function valuePlace(part: Part | undefined, name: string, kind: Owner["kind"]): Place | undefined {
  if (part === undefined) return undefined;
  const { content } = bundledObject(part);
  const [mediaType] = isJsonObject(content) ? Object.keys(content) : [];
  const schema =
    mediaType === undefined ? partAt(part, "schema") : partAt(part, "content", mediaType, "schema");
  const around = isJsonObject(part.source) ? originOf(part.source) : undefined;
  const owner = { kind, pointer: part.pointer, origin: around };
  return { ...createSchemaPlace({ ...schema, subject: name, around }), owner };
}
