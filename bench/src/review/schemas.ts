/** A schema of a body or an event, with the components that it may refer to. */
export interface BodySchema {
  readonly part: "request" | "response" | "event";
  readonly schema: unknown;
}

type Part = Readonly<Record<string, unknown>>;

/** Returns the schemas of bodies and events of a document, in its order. */
export function extractSchemas(document: Part): BodySchema[] {
  const $defs = below(document, "components", "schemas");
  return visitMediaTypes(document, (mediaType, isRequest) =>
    Object.entries(mediaType).flatMap(([keyword, schema]): BodySchema[] => {
      const part = isRequest ? "request" : keyword === "schema" ? "response" : "event";
      if (!/^(?:schema|(?:x-)?itemSchema)$/.test(keyword)) return [];
      const text = JSON.stringify({ $defs, allOf: [schema] });
      return [{ part, schema: JSON.parse(text.replaceAll("#/components/schemas/", "#/$defs/")) }];
    }),
  ).flat();
}

/** Returns the rest of a document: equal rests mean that only schemas of bodies and events differ. */
export function withoutSchemas(document: Part): unknown {
  const { components, ...rest } = document;
  const copy = JSON.parse(JSON.stringify(rest));
  visitMediaTypes(copy, (mediaType) => {
    for (const keyword of ["schema", "x-itemSchema", "itemSchema"])
      delete (mediaType as Record<string, unknown>)[keyword];
  });
  return { ...copy, components: { ...below({ components }, "components"), schemas: undefined } };
}

function visitMediaTypes<Result>(
  document: Part,
  visit: (mediaType: Part, isRequest: boolean) => Result,
): Result[] {
  const operations = Object.values(below(document, "paths")).flatMap((item) =>
    Object.values(below({ item }, "item")),
  );
  return operations.flatMap((operation) => {
    const responses = Object.values(below({ operation }, "operation", "responses"));
    const requests = Object.values(below({ operation }, "operation", "requestBody", "content"));
    const answers = responses.flatMap((response) =>
      Object.values(below({ response }, "response", "content")),
    );
    return [
      ...requests.map((mediaType) => visit(below({ mediaType }, "mediaType"), true)),
      ...answers.map((mediaType) => visit(below({ mediaType }, "mediaType"), false)),
    ];
  });
}

/** Returns the object below a part, or an empty one. */
function below(part: Part, ...path: readonly string[]): Part {
  let inner: unknown = part;
  for (const key of path) inner = isObject(inner) ? inner[key] : undefined;
  return isObject(inner) ? inner : {};
}

function isObject(value: unknown): value is Part {
  return typeof value === "object" && value !== null;
}
