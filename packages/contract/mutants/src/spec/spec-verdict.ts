import { Ajv2020 } from "ajv/dist/2020.js";
import { faceFormats } from "../../../src/faces/face-formats.ts";
import type { CaseRequest, FaceName } from "../../../src/index.ts";
import { isObject } from "../../../src/is-object.ts";

interface Parameter {
  readonly name: string;
  readonly required?: boolean;
}

const components = "spec#/components";

/** Returns a function that tells if the schemas of a face's spec, which may be a mutant, accept a request. */
export function createVerdict(face: FaceName, spec: unknown): (request: CaseRequest) => boolean {
  const ajv = new Ajv2020({ strict: false, validateSchema: false, formats: { int64: true } });
  ajv.addSchema({ $id: "spec", ...(isObject(spec) && spec) });
  const body = ajv.compile({ $ref: `${components}/schemas/CreateCompletionRequest` });
  // The face for OpenAI's clients has no query, and no headers of its own.
  if (face === "openai") return (request) => body(request.body);
  const version = ajv.compile(parameterSchema(spec, "ApiVersion"));
  const headers = ajv.compile({
    allOf: ["ExtraParameters", "Deployment"].map((name) => parameterSchema(spec, name)),
  });
  return (request) =>
    body(request.body) &&
    version(Object.fromEntries(new URLSearchParams(request.query ?? faceFormats.completions.query))) &&
    headers(request.headers ?? {});
}

function parameterSchema(spec: unknown, component: string): object {
  const { name, required = false } = (spec as { components: { parameters: Record<string, Parameter> } })
    .components.parameters[component] as Parameter;
  return {
    type: "object",
    properties: { [name]: { $ref: `${components}/parameters/${component}/schema` } },
    required: required ? [name] : [],
  };
}
