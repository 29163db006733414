import type { ErrorObject } from "ajv/dist/2020.js";
import schema from "../../config.schema.json" with { type: "json" };
import { findClosest } from "./closest.ts";

/** What is wrong by the schema, without the value, which may be a secret. */
export interface Fault {
  /** The property that it is about, where that is one of the value that the error is at. */
  readonly name?: string;
  readonly message: string;
  /** Whether it is the property's name that is wrong, or its value. */
  readonly at?: "name";
}

/** What is read of the schema that an error comes from. */
interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string;
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

/** Says in words what is wrong; undefined where another error says it. */
export function describeFault(error: ErrorObject): Fault | undefined {
  const { keyword, params, data } = error;
  // `verbose` makes it so; what the schema is like, the types of this file say.
  const parent = error.parentSchema as Schema;
  switch (keyword) {
    case "additionalProperties":
      return describeUnknown(params.additionalProperty, Object.keys(parent.properties ?? {}));
    case "required": {
      const name = String(params.missingProperty);
      const [meaning] = resolve(parent.properties?.[name] ?? {}).description?.split(/(?<=\.) /) ?? [];
      return { name, message: `is missing. ${meaning ?? "Add it."}` };
    }
    case "type":
      return {
        message: `${data === null ? "is empty, and " : ""}must be ${describeType(params.type, parent)}.`,
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
    case "maximum":
      return { message: `must be at most ${params.limit}.` };
    case "minLength":
    case "minItems":
    case "minProperties":
      return { message: "must not be empty." };
    case "uniqueItems":
      return { message: `has the same item twice, at ${params.j} and ${params.i}. Remove one.` };
    default:
      return { message: `${error.message}.` };
  }
}

function describeType(type: string, { properties }: Schema): string {
  const known = properties ? `; known are ${Object.keys(properties).join(", ")}` : "";
  return `${types[type] ?? type}${known}`;
}

function describeUnknown(name: string, known: readonly string[]): Fault {
  const closest = findClosest(name, known);
  const hint = closest === undefined ? `Known are ${known.join(", ")}.` : `Did you mean ${closest}?`;
  return { name, message: `is not known here. ${hint}`, at: "name" };
}

function describeChoice(written: unknown, choices: readonly string[]): string {
  const closest = typeof written === "string" ? findClosest(written, choices) : undefined;
  const hint = closest === undefined ? "" : ` Did you mean ${closest}?`;
  return `must be ${choices.length === 1 ? "" : "one of "}${choices.join(", ")}.${hint}`;
}

/** A property that says which of several schemas is meant. */
function describeTag({ params, parentSchema }: ErrorObject): Fault | undefined {
  // That it is missing, `required` says.
  if (params.tagValue === undefined) return;
  const { oneOf = [] } = parentSchema as Schema;
  const choices = oneOf.flatMap((branch) => {
    const { const: only, enum: several = [only] } = resolve(branch).properties?.[params.tag] ?? {};
    return several.map(String);
  });
  return { name: params.tag, message: describeChoice(params.tagValue, choices) };
}

/** What the schema says at the end of a reference, with what is said beside that. */
function resolve(own: Schema): Schema {
  const { $ref } = own;
  if ($ref === undefined) return own;
  return { ...definitions[$ref.replace("#/$defs/", "")], ...own };
}
