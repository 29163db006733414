import { azure, type Parameter } from "./bundle.ts";
import { type Facts, faceFacts, mapValues, responseFacts } from "./face-facts.ts";
import { schemaFacts } from "./schema-facts.ts";

/** Returns the facts of the API's own face in the form of `page` in reference.yaml. `names` are the schemas that it defines. */
export function azureFacts(names: string[]): Facts {
  const { bundle, endpoints } = azure;
  const { examples, schemas } = bundle.components;
  const [{ method, path, operation }] = endpoints;
  return {
    ...faceFacts(azure, names),
    operation: { method, path, "api-version": bundle.info.version },
    query: parameterFacts("query", names),
    headers: parameterFacts("header", names),
    responses: mapValues(operation.responses, (response) => ({
      // The page names the status as HTTP does; in the spec the component has the name.
      name: response.$ref
        .split("/")
        .at(-1)
        ?.replaceAll(/(?<=[a-z])(?=[A-Z])/g, " "),
      ...responseFacts(azure, response, names),
    })),
    "extra-parameter-status": schemas.ErrorCode?.["x-statuses"]?.extra_parameters_not_allowed,
    stream: {
      end: String(examples["streamed-response"]?.value).trimEnd().split("\n").at(-1),
      properties: Object.keys(schemas.CompletionChunk?.properties ?? {}),
    },
    sample: { request: examples["sample-request"]?.value, response: examples["sample-response"]?.value },
  };
}

function parameterFacts(place: string, names: string[]): Facts {
  const { operation } = azure.endpoints[0];
  const parameters = (operation.parameters ?? []).map((parameter) => azure.resolve<Parameter>(parameter));
  const facts = ({ required = false, schema }: Parameter) => ({
    required,
    ...schemaFacts(schema, names, azure),
  });
  const here = parameters.filter((parameter) => parameter.in === place);
  return Object.fromEntries(here.map((parameter) => [parameter.name, facts(parameter)]));
}
