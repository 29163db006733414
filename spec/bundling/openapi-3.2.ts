import { isObject, type Json, type JsonObject, mapValues } from "./json.ts";

/**
 * Returns the bundled OpenAPI 3.1 document as OpenAPI 3.2, which can describe the events of a stream.
 *
 * There, an item of `text/event-stream` is an object with the fields of a server-sent event, and not its parsed data. The
 * data is a string: `[DONE]`, or JSON whose schema 3.1 has under `x-itemSchema`. The example of a stream becomes its
 * serialized form, because a value would have to be a list of such objects.
 * Source: https://spec.openapis.org/oas/v3.2.0.html#special-considerations-for-server-sent-events
 */
export function toOpenApi32(document: JsonObject): JsonObject {
  const converted = mapValues(document, convert);
  return {
    ...converted,
    openapi: "3.2.0",
    ...(isObject(converted.components) && { components: convertExamples(converted.components) }),
  };
}

function convert(node: Json): Json {
  if (Array.isArray(node)) return node.map(convert);
  if (!isObject(node)) return node;
  const { "x-itemSchema": data, schema: _, ...mediaType } = node;
  if (data === undefined) return mapValues(node, convert);
  return { itemSchema: eventWith(data), ...mediaType };
}

/** Returns the schema of a server-sent event whose data is `[DONE]`, or JSON that matches a schema. */
function eventWith(schema: Json): JsonObject {
  return {
    type: "object",
    description: "A server-sent event. Its fields `event`, `id` and `retry` are never sent.",
    required: ["data"],
    properties: {
      data: {
        oneOf: [
          { type: "string", const: "[DONE]", description: "The end of the stream." },
          // The pattern keeps the branches apart: a validator need not read the content.
          { type: "string", pattern: "^\\{", contentMediaType: "application/json", contentSchema: schema },
        ],
      },
    },
  };
}

/** Serializes the examples of streams, which are the only ones that are texts. */
function convertExamples({ examples, ...components }: JsonObject): JsonObject {
  if (!isObject(examples)) return components;
  const serialized = mapValues(examples, (example) => {
    if (!isObject(example) || typeof example.value !== "string") return example;
    const { value, ...others } = example;
    return { ...others, serializedValue: value };
  });
  return { ...components, examples: serialized };
}
