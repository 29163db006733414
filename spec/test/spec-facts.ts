import {
  bundle,
  endpoint,
  type Parameter,
  type Reference,
  type Response,
  resolve,
  type Schema,
} from "./bundle.ts";
import { schemaFacts } from "./schema-facts.ts";

type Facts = Record<string, unknown>;

/** Returns the facts of the spec in the form of `page` in reference.yaml. `names` are the schemas that the page defines. */
export function specFacts(names: string[]): Facts {
  const { examples, schemas, securitySchemes } = bundle.components;
  const { content, required: isBodyRequired } = endpoint.operation.requestBody;
  const requestSchema = content["application/json"]?.schema;
  const request = requestSchema && resolve<Schema>(requestSchema);
  // A scheme that requires another one is not sufficient.
  const sufficient = bundle.security.filter((requirement) => Object.keys(requirement).length === 1);

  return {
    operation: { method: endpoint.method, path: endpoint.path, "api-version": bundle.info.version },
    query: parameterFacts("query", names),
    headers: parameterFacts("header", names),
    body: mapValues(request?.properties ?? {}, (schema, name) => {
      const { type } = schemaFacts(schema, names);
      return { required: isBodyRequired === true && request?.required?.includes(name), type };
    }),
    responses: mapValues(endpoint.operation.responses, (response) => responseFacts(response, names)),
    "extra-parameter-status": schemas.ErrorCode?.["x-statuses"]?.extra_parameters_not_allowed,
    stream: {
      end: String(examples["streamed-response"]?.value).trimEnd().split("\n").at(-1),
      properties: Object.keys(schemas.CompletionChunk?.properties ?? {}),
    },
    security: mapValues(securitySchemes, ({ type, in: place, name, flows = {}, description }, scheme) => ({
      suffices: sufficient.some((requirement) => scheme in requirement),
      type,
      in: place,
      name,
      example: /`(Bearer .+?)`/.exec(description)?.[1],
      flow: Object.keys(flows)[0],
      "token-url": Object.values(flows)[0]?.tokenUrl,
      scopes: Object.values(flows).flatMap(({ scopes }) => Object.keys(scopes)),
    })),
    sample: { request: examples["sample-request"]?.value, response: examples["sample-response"]?.value },
    definitions: mapValues(schemas, (schema) => {
      if (!schema.properties) return schemaFacts(schema, names);
      return mapValues(schema.properties, (property) => schemaFacts(property, names));
    }),
  };
}

function parameterFacts(place: string, names: string[]): Facts {
  const parameters = endpoint.operation.parameters.map((parameter) => resolve<Parameter>(parameter));
  const here = parameters.filter((parameter) => parameter.in === place);
  const facts = ({ required = false, schema }: Parameter) => ({ required, ...schemaFacts(schema, names) });
  return Object.fromEntries(here.map((parameter) => [parameter.name, facts(parameter)]));
}

/** Returns the facts about a response. The page names its status as HTTP does; in the spec its component has the name. */
function responseFacts(response: Reference, names: string[]): Facts {
  const { headers = {}, content } = resolve<Response>(response);
  return {
    name: response.$ref
      .split("/")
      .at(-1)
      ?.replaceAll(/(?<=[a-z])(?=[A-Z])/g, " "),
    "media-types": mapValues(content, ({ schema }) => schemaFacts(schema, names).type),
    headers: mapValues(headers, (header) => schemaFacts(resolve(header).schema, names).type),
  };
}

function mapValues<Value>(
  record: Record<string, Value>,
  change: (value: Value, key: string) => unknown,
): Facts {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
