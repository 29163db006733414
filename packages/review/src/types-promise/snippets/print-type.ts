import ts from "typescript";
import { membersOf } from "../walk/members.ts";

/** Writes a type of the base as code that imports from the declarations. Schemas with a name keep it. */
export function printType(
  checker: ts.TypeChecker,
  type: ts.Type,
  names: ReadonlyMap<ts.Type, string>,
): string {
  const name = names.get(type);
  return name === undefined ? printParts(checker, type, names) : namedType(name);
}

/** Writes a type of the base without its own name. */
export function printParts(
  checker: ts.TypeChecker,
  type: ts.Type,
  names: ReadonlyMap<ts.Type, string>,
): string {
  // The members of a boolean are true and false, and theirs are one boolean again.
  if (type.flags & ts.TypeFlags.Boolean) return "boolean";
  const { simple, lists, objects, isAnything } = membersOf(checker, type);
  if (isAnything || !type.isUnion()) {
    const [list] = lists;
    const item = list && checker.isArrayType(list) ? itemType(checker, list) : undefined;
    if (item === undefined) return checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation);
    const printed = printType(checker, item, names);
    return /^[\w"[\]]+$/.test(printed) ? `${printed}[]` : `(${printed})[]`;
  }
  const printed = [...objects, ...lists, ...simple].map((member) => printType(checker, member, names));
  const hasUndefined = type.types.some(({ flags }) => (flags & ts.TypeFlags.Undefined) !== 0);
  return [...new Set([...printed, ...(hasUndefined ? ["undefined"] : [])])].join(" | ");
}

/** Returns the type of a list's items. */
export function itemType(checker: ts.TypeChecker, list: ts.Type): ts.Type | undefined {
  return checker.getIndexTypeOfType(list, ts.IndexKind.Number);
}

/** Writes the type of a schema in `components`. */
export function namedType(name: string): string {
  return `components["schemas"][${JSON.stringify(name)}]`;
}
