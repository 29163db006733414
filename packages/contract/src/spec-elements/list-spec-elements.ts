import { isObject } from "../is-object.ts";
import { below, children, type Pointer, resolve } from "./json-pointer.ts";
import { schemaElements } from "./schema-elements.ts";

/**
 * Lists the elements of a bundled OpenAPI document that a request or a response can show, and that a case must
 * therefore cover: operations, parameters, media types, statuses, headers, security schemes, examples, the keywords of
 * schemas, and the ids of `x-rules`. Components that no operation uses are not listed.
 *
 * @returns rule ids and pointers into the document. Each `$ref` is followed, so that a shared component appears once.
 * @throws Error if a schema has an unknown keyword.
 */
export function listSpecElements(document: unknown): string[] {
  const routes = children(document, "#/paths");
  const operations = routes.flatMap(([, route]) =>
    children(document, route).map(([, operation]) => operation),
  );
  const elements = operations.flatMap((operation) => [
    operation,
    ...parameterElements(document, operation),
    ...requestBodyElements(document, operation),
    ...responseElements(document, operation),
    ...ruleIds(document, operation),
  ]);
  return [...new Set([...elements, ...securitySchemes(document)])];
}

function* parameterElements(document: unknown, operation: Pointer): Generator<Pointer, void, void> {
  for (const [, parameter] of children(document, below(operation, "parameters"))) {
    const { pointer, value } = resolve(document, parameter);
    yield pointer;
    // A path without its parameter is another path.
    if (value.in !== "path") yield* requiredAndText(document, pointer);
  }
}

function* requestBodyElements(document: unknown, operation: Pointer): Generator<Pointer, void, void> {
  if (!isObject(resolve(document, operation).value.requestBody)) return;
  const { pointer, value } = resolve(document, below(operation, "requestBody"));
  if (value.required === true) yield below(pointer, "required");
  yield* contentElements(document, pointer);
}

function* responseElements(document: unknown, operation: Pointer): Generator<Pointer, void, void> {
  for (const [, status] of children(document, below(operation, "responses"))) {
    yield status;
    const { pointer } = resolve(document, status);
    for (const [, header] of children(document, below(pointer, "headers"))) {
      yield header;
      yield* requiredAndText(document, resolve(document, header).pointer);
    }
    yield* contentElements(document, pointer);
  }
}

function* contentElements(document: unknown, owner: Pointer): Generator<Pointer, void, void> {
  for (const [name, mediaType] of children(document, below(owner, "content"))) {
    yield mediaType;
    const { value } = resolve(document, mediaType);
    // The schema of a `text/*` body only says that it is a string. `x-itemSchema` describes its events.
    if (!name.startsWith("text/")) yield* schemaElements(document, below(mediaType, "schema"));
    if (isObject(value["x-itemSchema"])) yield* schemaElements(document, below(mediaType, "x-itemSchema"));
    for (const [, example] of children(document, below(mediaType, "examples"))) {
      yield resolve(document, example).pointer;
    }
  }
}

function* requiredAndText(document: unknown, owner: Pointer): Generator<Pointer, void, void> {
  if (resolve(document, owner).value.required === true) yield below(owner, "required");
  const { pointer, value } = resolve(document, below(owner, "schema"));
  for (const element of schemaElements(document, pointer)) {
    // A value in a query or a header is always text, so no message can break the type `string`.
    if (value.type !== "string" || element !== below(pointer, "type")) yield element;
  }
}

function* ruleIds(document: unknown, operation: Pointer): Generator<string, void, void> {
  for (const [, rule] of children(document, below(operation, "x-rules"))) {
    yield String(resolve(document, rule).value.id);
  }
}

function* securitySchemes(document: unknown): Generator<Pointer, void, void> {
  for (const [, requirement] of children(document, "#/security")) {
    for (const [scheme] of children(document, requirement))
      yield below("#/components/securitySchemes", scheme);
  }
}
