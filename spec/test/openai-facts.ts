import { openai } from "./bundle.ts";
import { type Facts, faceFacts, mapValues, responseFacts } from "./face-facts.ts";

/**
 * Returns the facts of the face for OpenAI's clients in the form of `document` in openai-reference.yaml. `names` are the
 * schemas that it defines.
 */
export function openaiFacts(names: string[]): Facts {
  const { bundle, endpoints } = openai;
  const { examples, schemas } = bundle.components;
  const { "x-statuses": statuses = {}, "x-types": types = {} } = schemas.ErrorCode ?? {};
  return {
    ...faceFacts(openai, names),
    operations: Object.fromEntries(
      endpoints.map(({ method, path, operation }) => [
        [method, ...path.split("/").slice(2)].join(" "),
        {
          path,
          responses: mapValues(operation.responses, (response) => responseFacts(openai, response, names)),
        },
      ]),
    ),
    stream: {
      end: String(examples["streamed-response"]?.value).trimEnd().split("\n").at(-1),
      properties: Object.keys(schemas.CompletionChunk?.properties ?? {}),
    },
    errors: mapValues(statuses, (status, code) => ({
      status,
      types: [types[code] ?? "invalid_request_error"],
    })),
    rules: endpoints[0].operation["x-rules"]?.map(({ id }) => id),
  };
}
