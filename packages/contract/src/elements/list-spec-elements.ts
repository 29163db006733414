import { isObject } from "../is-object.ts";
import { below, children, type Pointer, resolve } from "./json-pointer.ts";
import { listSchemaElements } from "./list-schema-elements.ts";

/**
 * Lists everything in a bundled OpenAPI document that a request or an answer can show, and that a case must therefore
 * cover: operations, parameters, media types, statuses, headers, security schemes, examples, what schemas state, and
 * the ids of `x-rules`. A component that no operation reaches is not listed.
 *
 * @returns pointers into the document, with `$ref`s followed so that a shared component appears once, and rule ids.
 * @throws Error where a schema has a keyword that the list does not know.
 */
export function listSpecElements(document: unknown): string[] {
  const elements = new Set<Pointer>();
  const rules = new Set<string>();
  for (const [path, route] of children(document, "#/paths")) {
    for (const [, operation] of children(document, route)) {
      elements.add(operation);
      listOperation(document, operation, elements);
      for (const rule of asArray(resolve(document, operation).value["x-rules"])) {
        if (!isObject(rule) || typeof rule.id !== "string") throw new Error(`A rule of ${path} has no id.`);
        rules.add(rule.id);
      }
    }
  }
  for (const [, requirement] of children(document, "#/security")) {
    for (const scheme of Object.keys(resolve(document, requirement).value)) {
      elements.add(below("#/components/securitySchemes", scheme));
    }
  }
  return [...elements, ...rules];
}

function listOperation(document: unknown, operation: Pointer, elements: Set<Pointer>): void {
  for (const [, start] of children(document, below(operation, "parameters"))) {
    const { pointer, value } = resolve(document, start);
    elements.add(pointer);
    listRequiredAndSchema(document, pointer, value, elements);
    // What comes in a query or a header is text anyway.
    if (resolve(document, below(pointer, "schema")).value.type === "string")
      elements.delete(below(pointer, "schema", "type"));
  }
  const body = resolve(document, below(operation, "requestBody"));
  if (body.value.required === true) elements.add(below(body.pointer, "required"));
  listContent(document, body.pointer, elements);

  for (const [, status] of children(document, below(operation, "responses"))) {
    elements.add(status);
    const response = resolve(document, status);
    for (const [, use] of children(document, below(response.pointer, "headers"))) {
      elements.add(use);
      const header = resolve(document, use);
      listRequiredAndSchema(document, header.pointer, header.value, elements);
    }
    listContent(document, response.pointer, elements);
  }
}

function listContent(document: unknown, owner: Pointer, elements: Set<Pointer>): void {
  for (const [name, mediaType] of children(document, below(owner, "content"))) {
    elements.add(mediaType);
    // Of a text the schema says no more than that it is one; what its items are, another does.
    if (!name.startsWith("text/")) listSchemaElements(document, below(mediaType, "schema"), elements);
    const itemSchema = below(mediaType, "x-itemSchema");
    if (isObject(resolve(document, mediaType).value["x-itemSchema"])) {
      listSchemaElements(document, itemSchema, elements);
    }
    for (const [, example] of children(document, below(mediaType, "examples"))) {
      elements.add(resolve(document, example).pointer);
    }
  }
}

function listRequiredAndSchema(
  document: unknown,
  pointer: Pointer,
  value: Readonly<Record<string, unknown>>,
  elements: Set<Pointer>,
): void {
  if (value.required === true) elements.add(below(pointer, "required"));
  listSchemaElements(document, below(pointer, "schema"), elements);
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
