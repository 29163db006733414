import { isObject } from "../../../src/is-object.ts";
import { listSchemaMutations } from "./list-schema-mutations.ts";
import type { Path, SpecMutation } from "./mutation.ts";

type Part = Readonly<Record<string, unknown>>;

/**
 * Turns each statement of an OpenAPI document about requests and responses once: what its schemas state, statuses, headers,
 * media types, and whether parameters, headers and bodies are required.
 */
export function listMutations(document: object): SpecMutation[] {
  const { paths, components } = document as { paths: Part; components: Readonly<Record<string, Part>> };
  return [
    ...entriesOf(paths).flatMap(([route, operations]) =>
      entriesOf(operations).flatMap(([method, operation]) => [
        ...listOperation(operation, ["paths", route, method]),
      ]),
    ),
    ...listMembers(components.parameters, ["components", "parameters"], listParameter),
    ...listMembers(components.headers, ["components", "headers"], listHeader),
    ...listMembers(components.responses, ["components", "responses"], listResponse),
    ...listMembers(components.schemas, ["components", "schemas"], listSchemaMutations),
  ];
}

function* listOperation(operation: Part, path: Path): Generator<SpecMutation> {
  const { parameters, requestBody, responses } = operation;
  yield* listMembers(parameters, [...path, "parameters"], listParameter);
  if (isObject(requestBody)) {
    yield* turnRequired(requestBody, [...path, "requestBody"]);
    yield* listContent(requestBody.content, [...path, "requestBody", "content"]);
  }
  for (const [status, response] of entriesOf(responses)) {
    const place = [...path, "responses", status];
    yield { mutator: "status", path: place, change: { rename: status === "default" ? "418" : "419" } };
    yield { mutator: "status", path: place, change: { remove: true } };
    yield* listResponse(response, place);
  }
}

function* listParameter(parameter: Part, path: Path): Generator<SpecMutation> {
  if ("$ref" in parameter) return;
  if (parameter.in !== "path") yield* turnRequired(parameter, path);
  yield { mutator: "parameter", path: [...path, "name"], change: { set: `x-${parameter.name}` } };
  if (isObject(parameter.schema)) yield* listSchemaMutations(parameter.schema, [...path, "schema"]);
}

function* listHeader(header: Part, path: Path): Generator<SpecMutation> {
  if ("$ref" in header) return;
  yield* turnRequired(header, path);
  if (isObject(header.schema)) yield* listSchemaMutations(header.schema, [...path, "schema"]);
}

function* listResponse(response: Part, path: Path): Generator<SpecMutation> {
  for (const [name, header] of entriesOf(response.headers)) {
    const place = [...path, "headers", name];
    yield { mutator: "header", path: place, change: { remove: true } };
    yield { mutator: "header", path: place, change: { rename: `x-whale-${name}` } };
    yield* listHeader(header, place);
  }
  yield* listContent(response.content, [...path, "content"]);
}

function* listContent(content: unknown, path: Path): Generator<SpecMutation> {
  for (const [type, media] of entriesOf(content)) {
    const place = [...path, type];
    yield { mutator: "media type", path: place, change: { rename: "text/plain" } };
    for (const name of ["schema", "x-itemSchema"]) {
      const schema = media[name];
      if (isObject(schema)) yield* listSchemaMutations(schema, [...place, name]);
    }
  }
}

/** Makes what is required optional, and the other way round. */
function* turnRequired({ required }: Part, path: Path): Generator<SpecMutation> {
  yield { mutator: "required", path: [...path, "required"], change: { set: required !== true } };
}

function listMembers(
  holder: unknown,
  path: Path,
  list: (member: Part, path: Path) => Iterable<SpecMutation>,
): SpecMutation[] {
  return entriesOf(holder).flatMap(([name, member]) => [
    ...list(member, [...path, Array.isArray(holder) ? Number(name) : name]),
  ]);
}

/** Lists the members of an object or a list that are objects themselves. */
function entriesOf(holder: unknown): [name: string, member: Part][] {
  return Object.entries(isObject(holder) ? holder : {}).filter((entry): entry is [string, Part] =>
    isObject(entry[1]),
  );
}
