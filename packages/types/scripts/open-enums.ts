import ts from "typescript";

/** Marks an enum that may get more values. Its readers must be ready for a value that they do not know. */
const mark = "x-extensible-enum";

/**
 * Returns a document in which each enum that the mark opens is a union of its values and any value of their type. The
 * types then have a branch for unknown values.
 */
export function openEnums<Part>(part: Part): Part;
export function openEnums(part: unknown): unknown {
  if (Array.isArray(part)) return part.map((item) => openEnums(item));
  if (typeof part !== "object" || part === null) return part;
  const copy = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, openEnums(value)]));
  const { [mark]: isOpen, enum: values, type, ...rest } = copy;
  if (!isOpen || !Array.isArray(values)) return copy;
  const isNullable = [type].flat().includes("null") || values.includes(null);
  const known = values.filter((value) => value !== null);
  const types = new Set([...known.map((value) => typeof value), ...(isNullable ? ["null"] : [])]);
  return {
    ...rest,
    anyOf: [...known.map((value) => ({ const: value })), ...[...types].map((type) => ({ type }))],
  };
}

/**
 * Writes `string` beside string literals as `string & {}`. The compiler would reduce the union to `string`, and editors
 * would not offer the literals.
 */
export function keepLiterals(type: ts.TypeNode): ts.TypeNode | undefined {
  if (!ts.isUnionTypeNode(type) || !type.types.some(isStringLiteral)) return undefined;
  if (!type.types.some(isString)) return undefined;
  return ts.factory.createUnionTypeNode(
    type.types.map((member) => (isString(member) ? openString() : member)),
  );
}

/** openapi-typescript writes a string literal as an identifier with quotes, so that the printer does not escape it. */
function isStringLiteral(type: ts.Node): boolean {
  return ts.isIdentifier(type) && type.text.startsWith('"');
}

function isString(type: ts.TypeNode): boolean {
  return type.kind === ts.SyntaxKind.StringKeyword;
}

function openString(): ts.TypeNode {
  const string = ts.factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword);
  const { createIntersectionTypeNode, createParenthesizedType, createTypeLiteralNode } = ts.factory;
  return createParenthesizedType(createIntersectionTypeNode([string, createTypeLiteralNode([])]));
}
