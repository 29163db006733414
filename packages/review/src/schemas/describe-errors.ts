import type { ErrorObject } from "ajv";
import { escapeKey, splitPointer } from "../document/pointer.ts";
import type { Json } from "../model/json.ts";
import { nameOfPath } from "./sentences.ts";

/** Describes the fault that ajv found in a value, in one sentence: "`temperature` must be at most `1`." */
export function describeErrors(
  errors: readonly ErrorObject[],
  value: Json,
  site?: readonly string[],
): string {
  const last = errors.at(-1);
  if (!last) return "The value is invalid.";
  const error = errorAt(errors, site) ?? mostTelling(errors, last);
  const keys = splitPointer(error.instancePath);
  const steps = instanceSteps(keys, value);
  const { missingProperty, additionalProperty, unevaluatedProperty } = error.params;
  switch (error.keyword) {
    case "required":
      return `${nameOfPath([...steps, "properties", missingProperty])} is missing.`;
    case "additionalProperties":
    case "unevaluatedProperties":
      return `${nameOfPath([...steps, "properties", additionalProperty ?? unevaluatedProperty])} is not allowed.`;
    default:
      return `${nameOfPath(steps, "The value")} ${describe(error, errors)}.`;
  }
}

/** Finds the fault that the schema at a path reports. Of those, ajv reports unions last. */
function errorAt(
  errors: readonly ErrorObject[],
  site: readonly string[] | undefined,
): ErrorObject | undefined {
  if (!site || site.length === 0) return undefined;
  const prefix = `#/${site.map((key) => encodeURIComponent(escapeKey(key))).join("/")}/`;
  return errors.find(
    ({ schemaPath, keyword }) => schemaPath.startsWith(prefix) && keyword !== "false schema",
  );
}

/**
 * Ajv reports one fault for every branch of a union, and the union last. Branches that are not meant fail at once, by their
 * type or by a constant. If only one branch fails otherwise, its fault says more than the union's.
 */
function mostTelling(errors: readonly ErrorObject[], last: ErrorObject): ErrorObject {
  if (!["anyOf", "oneOf"].includes(last.keyword) || Array.isArray(last.params.passingSchemas)) return last;
  const ofBranches = errors.filter(({ keyword }) => !["anyOf", "oneOf", "if"].includes(keyword));
  const telling = ofBranches.filter(
    ({ keyword, instancePath }) =>
      keyword !== "false schema" &&
      !["const", "enum"].includes(keyword) &&
      (keyword !== "type" || instancePath !== last.instancePath),
  );
  const [only, ...others] = telling;
  return only && others.length === 0 ? only : last;
}

function instanceSteps(keys: readonly string[], value: Json): readonly string[] {
  let node: Json | undefined = value;
  return keys.flatMap((key) => {
    const isList = Array.isArray(node);
    node = Object(node)[key];
    return isList ? ["prefixItems", key] : ["properties", key];
  });
}

function describe(
  { keyword, params, message, instancePath }: ErrorObject,
  errors: readonly ErrorObject[],
): string {
  switch (keyword) {
    case "type":
      return `must be ${typePhrase([params.type].flat())}`;
    case "minimum":
      return `must be at least \`${params.limit}\``;
    case "maximum":
      return `must be at most \`${params.limit}\``;
    case "exclusiveMinimum":
      return `must be greater than \`${params.limit}\``;
    case "exclusiveMaximum":
      return `must be less than \`${params.limit}\``;
    case "multipleOf":
      return `must be a multiple of \`${params.multipleOf}\``;
    case "minLength":
      return params.limit === 1 ? "must not be empty" : `must have at least ${params.limit} characters`;
    case "maxLength":
      return `must have at most ${plural(params.limit, "character")}`;
    case "minItems":
      return params.limit === 1 ? "must not be empty" : `must have at least ${params.limit} items`;
    case "maxItems":
      return `must have at most ${plural(params.limit, "item")}`;
    case "minProperties":
      return `must have at least ${plural(params.limit, "property", "properties")}`;
    case "maxProperties":
      return `must have at most ${plural(params.limit, "property", "properties")}`;
    case "uniqueItems":
      return "must not contain an item twice";
    case "pattern":
      return `must match \`${params.pattern}\``;
    case "const":
      return `must be \`${JSON.stringify(params.allowedValue)}\``;
    case "enum":
      return `must be ${joinWithOr(params.allowedValues.map((allowed: Json) => `\`${JSON.stringify(allowed)}\``))}`;
    case "false schema":
      return "is not allowed";
    case "oneOf":
    case "anyOf": {
      if (Array.isArray(params.passingSchemas))
        return "fits more than one branch of a union, which allows only one";
      const types = errors.filter((error) => error.keyword === "type" && error.instancePath === instancePath);
      if (types.length > 0 && types.length === errors.length - 1)
        return `must be ${typePhrase(types.flatMap(({ params }) => params.type))}`;
      return "fits no branch of a union";
    }
    default:
      return message ?? `is refused by \`${keyword}\``;
  }
}

/** Names types as a list of alternatives: "a string or null". */
export function typePhrase(types: readonly string[]): string {
  return joinWithOr([...new Set(types)].map((type) => typeNouns[type] ?? type));
}

const typeNouns: Readonly<Record<string, string>> = {
  null: "null",
  boolean: "a boolean",
  integer: "an integer",
  number: "a number",
  string: "a string",
  array: "an array",
  object: "an object",
};

/** Joins alternatives: "a", "a or b", "a, b or c". */
export function joinWithOr(alternatives: readonly string[]): string {
  return [alternatives.slice(0, -1).join(", "), ...alternatives.slice(-1)].filter(Boolean).join(" or ");
}

/** Counts things: "1 item", "2 items". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
