import type { Face, Reference, Response, Schema } from "./bundle.ts";
import { schemaFacts } from "./schema-facts.ts";

export type Facts = Record<string, unknown>;

/** Returns the facts that both references have about a face. `names` are the schemas that the reference defines. */
export function faceFacts(face: Face, names: string[]): { body: Facts; security: Facts; definitions: Facts } {
  const { bundle, endpoints, resolve } = face;
  const { content = {}, required: isBodyRequired } = endpoints[0].operation.requestBody ?? {};
  const requestSchema = content["application/json"]?.schema;
  const request = requestSchema && resolve<Schema>(requestSchema);
  // A scheme that requires another one is not sufficient.
  const sufficient = bundle.security.filter((requirement) => Object.keys(requirement).length === 1);

  return {
    body: mapValues(request?.properties ?? {}, (schema, name) => {
      const { type } = schemaFacts(schema, names, face);
      return { required: isBodyRequired === true && request?.required?.includes(name), type };
    }),
    security: mapValues(bundle.components.securitySchemes, ({ flows = {}, description, ...facts }, name) => ({
      suffices: sufficient.some((requirement) => name in requirement),
      type: facts.type,
      in: facts.in,
      name: facts.name,
      scheme: facts.scheme,
      example: /`(?:Authorization: )?(Bearer .+?)`/.exec(description)?.[1],
      flow: Object.keys(flows)[0],
      "token-url": Object.values(flows)[0]?.tokenUrl,
      scopes: Object.values(flows).flatMap(({ scopes }) => Object.keys(scopes)),
    })),
    definitions: mapValues(bundle.components.schemas, (schema) => {
      if (!schema.properties) return schemaFacts(schema, names, face);
      return mapValues(schema.properties, (property) => schemaFacts(property, names, face));
    }),
  };
}

/** Returns the facts about a response: the types of its bodies and headers. */
export function responseFacts(face: Face, response: Reference, names: string[]): Facts {
  const { headers = {}, content } = face.resolve<Response>(response);
  return {
    "media-types": mapValues(content, ({ schema }) => schemaFacts(schema, names, face).type),
    headers: mapValues(headers, (header) => schemaFacts(face.resolve(header).schema, names, face).type),
  };
}

/** Returns an object with the same keys, whose values are those of `change`. */
export function mapValues<Value>(
  record: Record<string, Value>,
  change: (value: Value, key: string) => unknown,
): Facts {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
