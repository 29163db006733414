import { loadDocument } from "../../src/document/load-document.ts";
import { isJsonObject, type Json, type JsonObject } from "../../src/model/json.ts";
import type { SpecDocument } from "../../src/model/spec-document.ts";
import { createTree } from "../create-tree.ts";

/** The schemas of a small spec: one operation takes `Order` and answers `Receipt`, or a stream of `Step`. */
export const schemas: Readonly<Record<string, JsonObject>> = {
  Order: {
    type: "object",
    required: ["name"],
    properties: {
      name: { type: "string" },
      size: { enum: ["small", "large"] },
      count: { type: ["integer", "null"] },
      tags: { type: "array", items: { type: "string" } },
    },
  },
  Receipt: {
    type: "object",
    required: ["id", "state", "lines"],
    properties: {
      id: { type: "string" },
      note: { type: "string" },
      state: { $ref: "#/components/schemas/State" },
      lines: { type: "array", items: { $ref: "#/components/schemas/Line" } },
      value: { type: ["string", "integer"] },
    },
  },
  State: { type: "string", enum: ["open", "done"] },
  Line: { type: "object", required: ["text"], properties: { text: { type: "string" } } },
  Step: { oneOf: [{ $ref: "#/components/schemas/Progress" }, { $ref: "#/components/schemas/Failure" }] },
  Progress: { type: "object", required: ["percent"], properties: { percent: { type: "number" } } },
  Failure: { type: "object", required: ["message"], properties: { message: { type: "string" } } },
};

/** The operation of the small spec. */
export const operation: JsonObject = {
  operationId: "order",
  parameters: [{ name: "version", in: "query", required: true, schema: { type: "string" } }],
  requestBody: {
    required: true,
    content: { "application/json": { schema: { $ref: "#/components/schemas/Order" } } },
  },
  responses: {
    200: {
      description: "Fine.",
      headers: { "x-id": { required: true, schema: { type: "string" } } },
      content: {
        "application/json": { schema: { $ref: "#/components/schemas/Receipt" } },
        "text/event-stream": {
          schema: { type: "string" },
          "x-itemSchema": { $ref: "#/components/schemas/Step" },
        },
      },
    },
    default: {
      description: "Not fine.",
      content: {
        "application/json": {
          schema: { type: "object", required: ["error"], properties: { error: { type: "string" } } },
        },
      },
    },
  },
};

/** Changes to the small spec. A part that is null is removed. */
export interface Edits {
  readonly schemas?: Readonly<Record<string, JsonObject | null>>;
  readonly operation?: JsonObject;
  readonly path?: string;
  readonly root?: JsonObject;
}

/** Loads the small spec with edits. */
export function createSpec({
  schemas: edits,
  operation: other,
  path,
  root,
}: Edits = {}): Promise<SpecDocument> {
  const all = Object.entries({ ...schemas, ...edits }).filter(([, schema]) => schema !== null);
  const document: Json = {
    openapi: "3.1.0",
    info: { title: "Orders", version: "1" },
    paths: { [path ?? "/orders"]: { post: { ...operation, ...other } } },
    components: { schemas: Object.fromEntries(all) },
    ...root,
  };
  return loadDocument(createTree({ "openapi.json": JSON.stringify(document) }), "openapi.json");
}

/** Returns a schema of the small spec with other properties. A property that is null is removed. */
export function edit(
  name: string,
  properties: JsonObject,
  required?: readonly string[],
): Record<string, JsonObject> {
  const schema = schemas[name] ?? {};
  const own = isJsonObject(schema.properties) ? schema.properties : {};
  const kept = Object.entries({ ...own, ...properties }).filter(([, property]) => property !== null);
  const names = required ?? schema.required ?? [];
  return { [name]: { ...schema, required: names, properties: Object.fromEntries(kept) } };
}
