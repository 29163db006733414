import ts from "typescript";

/** The members of a union, or the type itself. Undefined is left out: it belongs to the property. */
export interface Members {
  /** Null, strings, numbers, booleans and their literals. */
  readonly simple: readonly ts.Type[];
  readonly lists: readonly ts.Type[];
  readonly objects: readonly ts.Type[];
  /** True if the type is `unknown` or `any`. */
  readonly isAnything: boolean;
}

const simpleFlags =
  ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike | ts.TypeFlags.Null;

/** Sorts the members of a type by their kind. */
export function membersOf(checker: ts.TypeChecker, type: ts.Type): Members {
  const all = (type.isUnion() ? type.types : [type]).filter(
    ({ flags }) => (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Never)) === 0,
  );
  const simple = joinBoolean(
    checker,
    all.filter((member) => isSimple(member)),
  );
  const others = all.filter((member) => !isSimple(member));
  return {
    simple,
    lists: others.filter((member) => isList(checker, member)),
    objects: others.filter((member) => !isList(checker, member)),
    isAnything: all.some(({ flags }) => (flags & (ts.TypeFlags.Unknown | ts.TypeFlags.Any)) !== 0),
  };
}

/** Says whether a type is a literal of a string or a number. */
export function isLiteral(type: ts.Type): type is ts.LiteralType {
  return type.isStringLiteral() || type.isNumberLiteral();
}

function isSimple(type: ts.Type): boolean {
  // An open enum has the member `string & {}`.
  const parts = type.isIntersection() ? type.types : [type];
  return parts.some(({ flags }) => (flags & simpleFlags) !== 0);
}

function isList(checker: ts.TypeChecker, type: ts.Type): boolean {
  return checker.isArrayType(type) || checker.isTupleType(type);
}

/** The compiler takes `boolean` for the union of true and false. */
function joinBoolean(checker: ts.TypeChecker, types: readonly ts.Type[]): readonly ts.Type[] {
  const isBoolean = ({ flags }: ts.Type) => (flags & ts.TypeFlags.BooleanLiteral) !== 0;
  const literals = types.filter(isBoolean);
  return literals.length < 2
    ? types
    : [...types.filter((type) => !isBoolean(type)), checker.getBooleanType()];
}
