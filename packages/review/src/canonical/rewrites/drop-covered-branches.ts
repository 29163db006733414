import type { JsonObject } from "../../model/json.ts";
import type { Schema } from "../../model/schema.ts";
import { extensibleEnum, listOf, schemasOf } from "../keywords.ts";
import { matches } from "../matches.ts";
import { declaredTypes, possibleTypes } from "../schema-types.ts";
import { isSubset } from "../sets.ts";
import type { RewriteContext } from "./rewrite.ts";

/**
 * Drops branches of an `anyOf` that a bare type covers, and values of an enum that another branch allows:
 * `anyOf: [{type: string}, {enum: [a, b]}]` is any string.
 */
export function dropCoveredBranches(schema: JsonObject, { definitions }: RewriteContext): JsonObject {
  const branches = schemasOf(schema, "anyOf");
  if (!branches) return schema;
  // Several bare types are merged before. Each would count as covered by the others.
  const [bare, ...more] = branches.filter(isBareType);
  if (more.length > 0) return schema;
  const left = branches
    .filter((branch) => {
      const types = possibleTypes(branch, definitions);
      return bare === undefined || bare === branch || !isSubset(types, declaredTypes(bare));
    })
    .map((branch, index, all) => {
      const others = all.filter((other, at) => at !== index && !isEnum(other));
      return dropValues(branch, (value) =>
        others.some((other) => matches(other, value, definitions) === true),
      );
    });
  return left.length === branches.length && left.every((branch, index) => branch === branches[index])
    ? schema
    : { ...schema, anyOf: left };
}

function dropValues(branch: Schema, isCovered: (value: JsonObject[string]) => boolean): Schema {
  if (!isEnum(branch)) return branch;
  const values = listOf(branch, "enum") ?? [];
  const left = values.filter((value) => !isCovered(value));
  return left.length === values.length ? branch : { ...branch, enum: left };
}

function isBareType(branch: Schema): branch is JsonObject {
  return typeof branch === "object" && branch.type !== undefined && Object.keys(branch).length === 1;
}

/** Says whether a branch is an enum that is closed for everybody. */
function isEnum(branch: Schema): branch is JsonObject {
  return typeof branch === "object" && branch.enum !== undefined && branch[extensibleEnum] === undefined;
}
