import ts from "typescript";
import { membersOf } from "../walk/members.ts";
import { itemType } from "./print-type.ts";

/** Writes a small value of a type as code, or returns undefined for a type that has none. */
export function sampleCode(checker: ts.TypeChecker, type: ts.Type, depth = 0): string | undefined {
  // A type that requires itself has no finite value.
  if (depth > 8) return undefined;
  const { simple, lists, objects, isAnything } = membersOf(checker, type);
  if (isAnything) return '"anything"';
  for (const member of simple) {
    const code = sampleSimple(member);
    if (code !== "null") return code;
  }
  for (const object of objects) {
    const code = sampleObject(checker, object, depth);
    if (code !== undefined) return code;
  }
  for (const list of lists) {
    if (checker.isTupleType(list)) continue;
    const item = itemType(checker, list);
    const code = item && sampleCode(checker, item, depth + 1);
    return code === undefined ? "[]" : `[${code}]`;
  }
  return simple.length > 0 ? "null" : undefined;
}

/**
 * Writes an object with its required properties. `extra` adds properties, with their code; undefined leaves one out.
 */
export function sampleObject(
  checker: ts.TypeChecker,
  type: ts.Type,
  depth = 0,
  extra: Readonly<Record<string, string | undefined>> = {},
): string | undefined {
  const properties = new Map<string, string>();
  for (const property of checker.getPropertiesOfType(type)) {
    if (property.flags & ts.SymbolFlags.Optional || property.name in extra) continue;
    const code = sampleCode(checker, checker.getTypeOfSymbol(property), depth + 1);
    if (code === undefined) return undefined;
    properties.set(property.name, code);
  }
  for (const [name, code] of Object.entries(extra)) if (code !== undefined) properties.set(name, code);
  if (properties.size === 0) return "{}";
  return `{ ${[...properties].map(([name, code]) => `${propertyKey(name)}: ${code}`).join(", ")} }`;
}

/** Writes the name of a property in an object. */
function propertyKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

/** Writes the access of a property. */
export function propertyAccess(object: string, name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `${object}.${name}` : `${object}[${JSON.stringify(name)}]`;
}

/** Writes a value of a type without parts. */
export function sampleSimple(type: ts.Type): string {
  if (type.isStringLiteral() || type.isNumberLiteral()) return JSON.stringify(type.value);
  if (type.flags & ts.TypeFlags.Null) return "null";
  if (type.flags & ts.TypeFlags.NumberLike) return "1";
  if (type.flags & ts.TypeFlags.BooleanLike) return isFalse(type) ? "false" : "true";
  return '"text"';
}

function isFalse(type: ts.Type): boolean {
  return "intrinsicName" in type && type.intrinsicName === "false";
}
