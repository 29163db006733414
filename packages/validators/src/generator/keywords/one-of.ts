import { _, type CodeKeywordDefinition, type KeywordCxt, type Name, str } from "ajv";
import { checkDataType } from "ajv/dist/compile/validate/dataType.js";
import { describeType, joinWithOr } from "../messages.ts";
import type { JsonType, Schema } from "../schema.ts";
import { hasOwn, reportAt } from "./property.ts";

/** A branch of a union, or the schema of a branch's items. */
interface Branch {
  readonly schema: Schema;
  /** Generates the code that checks the whole value against the branch. */
  readonly apply: () => void;
}

/**
 * `oneOf` as a decision: the value selects the only branch that can match it, and only that branch reports problems. The
 * JSON type distinguishes branches. The type of the first item distinguishes arrays. A property that one branch requires
 * and the others do not define distinguishes objects. If none of these distinguishes the branches, the generator fails.
 */
export const oneOf: CodeKeywordDefinition = {
  keyword: "oneOf",
  schemaType: "array",
  error: { message: ({ params }) => str`${params.message}` },
  code(cxt) {
    const valid = cxt.gen.name("valid");
    const branches: Branch[] = cxt.schema.map((schema: Schema, schemaProp: number) => ({
      schema,
      apply: () => cxt.subschema({ keyword: "oneOf", schemaProp }, valid),
    }));
    decide(cxt, cxt.data, branches, () => cxt.error());
  },
};

/** Selects a branch by the type of a value, which is the whole value or its first item. */
function decide(cxt: KeywordCxt, value: Name, branches: readonly Branch[], report: () => void): void {
  const { gen } = cxt;
  gen.if(false);
  for (const type of new Set(branches.map(jsonType))) {
    gen.elseIf(checkDataType(type, value));
    const candidates = branches.filter((branch) => jsonType(branch) === type);
    const [only, ...others] = candidates;
    if (only && others.length === 0) only.apply();
    else if (type === "array" && value === cxt.data) decideByFirstItem(cxt, candidates);
    else if (type === "object" && value === cxt.data) decideByProperty(cxt, candidates);
    else throw createAmbiguityError(candidates);
  }
  gen.else();
  const described = branches.filter(({ schema }) => schema.type !== "null");
  cxt.setParams({ message: `must be ${joinWithOr(described.map(({ schema }) => describeType(schema)))}` });
  report();
  gen.endIf();
}

function decideByFirstItem(cxt: KeywordCxt, branches: readonly Branch[]): void {
  const { gen, data } = cxt;
  if (branches.some(({ schema }) => !schema.minItems)) throw createAmbiguityError(branches);
  gen.if(_`${data}.length === 0`);
  // An empty array is too short for every branch, so any branch reports the problem.
  branches[0]?.apply();
  gen.else();
  const items = branches.map(({ schema, apply }) => ({ schema: schema.items ?? {}, apply }));
  decide(cxt, gen.const("item", _`${data}[0]`), items, () => reportAt(cxt, "0"));
  gen.endIf();
}

/**
 * Selects the branch with the fewest required properties if the object has one of them that no other branch defines. The
 * last branch gets every object that is left.
 */
function decideByProperty(cxt: KeywordCxt, branches: readonly Branch[]): void {
  const { gen, data } = cxt;
  const [least, ...others] = branches.toSorted((a, b) => required(a).length - required(b).length);
  if (!least) return;
  if (others.length > 0) {
    const own = required(least).find((name) => others.every(({ schema }) => !schema.properties?.[name]));
    if (own === undefined) throw createAmbiguityError(branches);
    gen.if(hasOwn(data, own), least.apply, () => decideByProperty(cxt, others));
  } else least.apply();
}

function required({ schema }: Branch): readonly string[] {
  return schema.required ?? [];
}

function jsonType({ schema }: Branch): JsonType {
  if (typeof schema.type !== "string")
    throw new Error(`A branch of a union needs one type: ${JSON.stringify(schema)}.`);
  return schema.type === "integer" ? "number" : schema.type;
}

function createAmbiguityError(branches: readonly Branch[]): Error {
  const schemas = branches.map(({ schema }) => JSON.stringify(schema));
  return new Error(`A value may match more than one of these branches of a union: ${schemas.join(", ")}.`);
}
