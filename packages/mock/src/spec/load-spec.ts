import type { MockOperation } from "../mock-operation.ts";
import { type ExampleReader, type ResponseExample, readExample } from "./spec-examples.ts";

interface Reference {
  readonly $ref: string;
}

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, Response | Reference>>;
}

interface Response {
  readonly content: Readonly<
    Record<string, { readonly examples?: Readonly<Record<string, ResponseExample | Reference>> }>
  >;
}

/** The part of a spec that is read here. */
interface SpecDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** Loads the examples of the operation with an `operationId`, in the order of the spec. */
export type OperationLoader = (id: string) => Pick<MockOperation, "id" | "examples">;

/**
 * Reads a spec.
 *
 * @param reader - reads the parts of an example that depend on the face.
 */
export function readSpec(spec: object, reader: ExampleReader): OperationLoader {
  // The spec's own tests check that it has what `SpecDocument` reads.
  const { paths } = spec as SpecDocument;
  return (id) => {
    const operation = Object.values(paths)
      .flatMap((path) => Object.values(path))
      .find(({ operationId }) => operationId === id);
    if (operation === undefined) throw new Error(`The spec has no operation ${id}.`);
    const examples = Object.values(operation.responses)
      .flatMap((response) => Object.values(resolve(spec, response).content))
      .flatMap((mediaType) => Object.entries(mediaType.examples ?? {}))
      .map(([name, example]) => readExample(name, resolve(spec, example), reader));
    return { id, examples };
  };
}

/** Returns what a reference points to, or the value itself if it is none. */
function resolve<Value extends object>(spec: object, value: Value | Reference): Value {
  if (!("$ref" in value)) return value;
  const names = value.$ref.replace(/^#\//, "").split("/");
  const found = names.reduce<unknown>((parent, name) => Object(parent)[name], spec);
  if (typeof found !== "object" || found === null) throw new Error(`The spec has no ${value.$ref}.`);
  // The spec's own tests check that references lead to values of the right kind.
  return found as Value;
}
