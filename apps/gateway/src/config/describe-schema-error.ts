import type { ErrorObject } from "ajv/dist/2020.js";
import schema from "../../config.schema.json" with { type: "json" };
import { findClosestName } from "./find-closest-name.ts";

/** An error of the schema in words. It does not contain the value, which may be a secret. */
export interface SchemaProblem {
  /** The property with the problem, if the error points at the mapping that contains it. */
  readonly name?: string;
  readonly message: string;
  /** Set if the property's name is wrong, not its value. */
  readonly at?: "name";
}

/** The keywords of a schema that descriptions use. */
interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly oneOf?: readonly Schema[];
  readonly patternErrorMessage?: string;
}

const definitions: Readonly<Record<string, Schema | undefined>> = { ...schema.$defs };

const types: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  integer: "a whole number",
  object: "a mapping of names to values",
  string: "a string",
};

/** Describes an error of the schema. Returns undefined if another error describes the same problem. */
export function describeSchemaError(error: ErrorObject): SchemaProblem | undefined {
  const { keyword, params, data } = error;
  // The option `verbose` sets it, and `Schema` has the keywords that our schema uses.
  const parent = error.parentSchema as Schema;
  switch (keyword) {
    case "additionalProperties":
      return describeUnknown(
        `${error.instancePath}/${params.additionalProperty}`,
        params.additionalProperty,
        Object.keys(parent.properties ?? {}),
      );
    case "required": {
      const name = String(params.missingProperty);
      const [firstSentence] = resolve(parent.properties?.[name] ?? {}).description?.split(/(?<=\.) /) ?? [];
      return { name, message: `is missing. ${firstSentence ?? "Add it."}` };
    }
    case "type":
      return {
        message: `${data === null ? "is empty but " : ""}must be ${describeType(params.type, parent)}.`,
      };
    case "enum":
      return { message: describeChoice(data, params.allowedValues) };
    case "discriminator":
      return describeTag(error);
    case "pattern":
      return {
        message: `${parent.patternErrorMessage ?? error.message}.`,
        ...(error.propertyName !== undefined && { name: error.propertyName, at: "name" as const }),
      };
    case "propertyNames":
      return;
    case "minimum":
      return { message: `must be at least ${params.limit}.` };
    case "exclusiveMinimum":
      return { message: `must be more than ${params.limit}.` };
    case "maximum":
      return { message: `must be at most ${params.limit}.` };
    case "minLength":
    case "minItems":
    case "minProperties":
      return { message: "must not be empty." };
    case "uniqueItems":
      return { message: `has the same item twice, at [${params.j}] and [${params.i}]. Remove one.` };
    default:
      return { message: `${error.message}.` };
  }
}

function describeType(type: string | readonly string[], { properties }: Schema): string {
  const names = Object.keys(properties ?? {});
  // A secret, or another value that the environment may have.
  const isReference = names.length === 1 && names[0] === "env";
  const known = properties && !isReference ? `. Known properties: ${names.join(", ")}` : "";
  const described = [type]
    .flat()
    .map((name) =>
      name === "object" && isReference
        ? "{ env: NAME }, with the name of the environment variable that has the value"
        : (types[name] ?? name),
    );
  return `${described.join(" or ")}${known}`;
}

/** Properties of earlier versions, by their JSON pointers, and what has become of them. */
const removed: Readonly<Record<string, string>> = {
  "/compatibility/v1": "is always on now. Remove it. To turn `/v1` off, set `faces` to [completions].",
  "/compatibility/model": "is always on for `/v1/completions` now, and off for `/completions`. Remove it.",
};

function describeUnknown(pointer: string, name: string, known: readonly string[]): SchemaProblem {
  const fate = removed[pointer];
  if (fate !== undefined) return { name, message: fate, at: "name" };
  const closest = findClosestName(name, known);
  const hint = closest === undefined ? `Known properties: ${known.join(", ")}.` : `Did you mean ${closest}?`;
  return { name, message: `is not a known property here. ${hint}`, at: "name" };
}

/** @param otherwise - the advice if no choice resembles what is written. */
function describeChoice(written: unknown, choices: readonly string[], otherwise = ""): string {
  const closest = typeof written === "string" ? findClosestName(written, choices) : undefined;
  const hint = closest === undefined ? otherwise : ` Did you mean ${closest}?`;
  return `must be ${choices.length === 1 ? "" : "one of "}${choices.join(", ")}.${hint}`;
}

/** Describes a wrong value of `engine`, the only property that selects one of several schemas. */
function describeTag({ params, parentSchema }: ErrorObject): SchemaProblem | undefined {
  // If it is missing, the error of `required` describes that.
  if (params.tagValue === undefined) return;
  const { oneOf = [] } = parentSchema as Schema;
  const choices = oneOf.flatMap((branch) => {
    const { const: only, enum: several = [only] } = resolve(branch).properties?.[params.tag] ?? {};
    return several.map(String);
  });
  const message = describeChoice(params.tagValue, choices, " For most other servers, write openai.");
  return { name: params.tag, message };
}

/** Replaces a schema's `$ref` by the definition that it refers to. Keywords beside the `$ref` take precedence. */
function resolve(schema: Schema): Schema {
  const { $ref } = schema;
  if ($ref === undefined) return schema;
  return { ...definitions[$ref.replace("#/$defs/", "")], ...schema };
}
