import { _, type CodeKeywordDefinition, type KeywordCxt, type Name, str } from "ajv";
import { checkDataType } from "ajv/dist/compile/validate/dataType.js";
import { describeType, joinWithOr } from "../messages.ts";
import type { JsonType, Schema } from "../schema.ts";
import { hasOwn, reportAt } from "./property.ts";

/** A branch of a union, or the schema of a branch's items. A branch that is a union itself counts as several. */
interface Branch {
  /** The schema, or the one that it refers to. */
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
    const branches: Branch[] = cxt.schema.flatMap((schema: Schema, schemaProp: number) => {
      const apply = () => {
        cxt.subschema({ keyword: "oneOf", schemaProp }, valid);
      };
      return listBranches(schema, cxt).map((branch) => ({ schema: branch, apply }));
    });
    decide(cxt, cxt.data, branches, () => cxt.error());
  },
};

/** Lists the schemas that a branch stands for: the branches of a union, or the schema itself, or what it refers to. */
function listBranches(schema: Schema, cxt: KeywordCxt): readonly Schema[] {
  const resolved = resolve(schema, cxt);
  return resolved.oneOf?.flatMap((branch) => listBranches(branch, cxt)) ?? [resolved];
}

/** Follows a reference to a definition of the same document. */
function resolve(schema: Schema, { it }: KeywordCxt): Schema {
  const { root } = it.schemaEnv;
  const name = schema.$ref?.replace("#/$defs/", "");
  if (name === undefined || typeof root.schema !== "object") return schema;
  return root.schema.$defs?.[name] ?? schema;
}

/** Selects a branch by the type of a value, which is the whole value or its first item. */
function decide(cxt: KeywordCxt, value: Name, branches: readonly Branch[], report: () => void): void {
  const { gen } = cxt;
  gen.if(false);
  for (const type of new Set(branches.map(jsonType))) {
    gen.elseIf(checkDataType(type, value));
    // There is nothing else to check about null. Of a list whose first item is null there is.
    if (type === "null" && value === cxt.data) continue;
    const candidates = branches.filter((branch) => jsonType(branch) === type);
    const [first, ...others] = candidates;
    if (first && others.every(({ apply }) => apply === first.apply)) first.apply();
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
 * Selects a branch if the object has a property that the branch requires and no other branch defines. Branches with fewer
 * required properties come first. The last branch gets every object that is left.
 */
function decideByProperty(cxt: KeywordCxt, branches: readonly Branch[]): void {
  const { gen, data } = cxt;
  const [first, ...rest] = branches;
  if (first && rest.length === 0) {
    first.apply();
    return;
  }
  for (const branch of branches.toSorted((a, b) => required(a).length - required(b).length)) {
    const others = branches.filter((other) => other !== branch);
    const own = required(branch).find((name) => others.every(({ schema }) => !schema.properties?.[name]));
    if (own === undefined) continue;
    gen.if(hasOwn(data, own), branch.apply, () => decideByProperty(cxt, others));
    return;
  }
  throw createAmbiguityError(branches);
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
