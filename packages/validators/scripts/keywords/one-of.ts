import { _, type CodeKeywordDefinition, type KeywordCxt, type Name, str } from "ajv";
import { checkDataType } from "ajv/dist/compile/validate/dataType.js";
import type { JsonType, Schema } from "../schema.ts";
import { describeType, either } from "../words.ts";
import { hasOwn, reportAt } from "./property.ts";

/** A branch of a union, with what it says of the value, or first item, that is looked at. */
interface Branch {
  readonly schema: Schema;
  /** Writes the code that holds the whole value against the branch. */
  readonly apply: () => void;
}

/**
 * `oneOf` as a decision: the value itself picks the only branch that can be meant, and no other reports. Branches differ
 * by JSON type; arrays among them by the type of the first item; objects by a property that one of them requires and the
 * others do not know. Where none of that tells branches apart, there is no code.
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

/** Picks among the branches by the type of a value, which is the whole value or its first item. */
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
    else throw indistinct(candidates);
  }
  gen.else();
  cxt.setParams({ message: `must be ${either(branches.map(({ schema }) => describeType(schema)))}` });
  report();
  gen.endIf();
}

function decideByFirstItem(cxt: KeywordCxt, branches: readonly Branch[]): void {
  const { gen, data } = cxt;
  if (branches.some(({ schema }) => !schema.minItems)) throw indistinct(branches);
  gen.if(_`${data}.length === 0`);
  // It is too short for every branch.
  branches[0]?.apply();
  gen.else();
  const items = branches.map(({ schema, apply }) => ({ schema: schema.items ?? {}, apply }));
  decide(cxt, gen.const("item", _`${data}[0]`), items, () => reportAt(cxt, "0"));
  gen.endIf();
}

/** The branch that requires the least is known by a property of its own; the one that is left takes every other object. */
function decideByProperty(cxt: KeywordCxt, branches: readonly Branch[]): void {
  const { gen, data } = cxt;
  const [least, ...others] = branches.toSorted((a, b) => required(a).length - required(b).length);
  if (!least) return;
  if (others.length > 0) {
    const mark = required(least).find((name) => others.every(({ schema }) => !schema.properties?.[name]));
    if (mark === undefined) throw indistinct(branches);
    gen.if(hasOwn(data, mark), least.apply, () => decideByProperty(cxt, others));
  } else least.apply();
}

function required({ schema }: Branch): readonly string[] {
  return schema.required ?? [];
}

function jsonType({ schema }: Branch): JsonType {
  if (!schema.type) throw new Error(`A branch of a union needs a type: ${JSON.stringify(schema)}.`);
  return schema.type === "integer" ? "number" : schema.type;
}

function indistinct(branches: readonly Branch[]): Error {
  const schemas = branches.map(({ schema }) => JSON.stringify(schema));
  return new Error(`A value may be in more than one of these branches of a union: ${schemas.join(", ")}.`);
}
