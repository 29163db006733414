import ts from "typescript";
import type { SideName } from "../compiler.ts";
import { reader, writeValue } from "../snippets/member-codes.ts";
import { printType } from "../snippets/print-type.ts";
import { propertyAccess, sampleCode, sampleObject } from "../snippets/sample-code.ts";
import { createFinding, nameOwner, subjectOf } from "./create-finding.ts";
import type { TypeFinding, TypePair, WalkContext } from "./finding.ts";

/** Compares whether a property may be absent. */
export function compareOptional(
  pair: TypePair,
  property: TypePair,
  { base, head }: Readonly<Record<SideName, ts.Symbol>>,
  context: WalkContext,
): readonly TypeFinding[] {
  const { checker, direction, names } = context;
  const { name } = base;
  const places = { base: property.base.place, head: property.head.place };
  if (isOptional(base) === isOptional(head)) return [];
  if (direction === "request" && !isOptional(head)) {
    const finding = requiredFinding(pair, name, places.base ?? places.head, context);
    return [nameOwner(finding, places.base, places.head, "required")];
  }
  if (direction === "response" && isOptional(head)) {
    const access = propertyAccess("value", name);
    const printed = printType(checker, property.base.type, names.base);
    const [part] = checker.getPropertiesOfType(property.base.type);
    const isObject = part !== undefined && (property.base.type.flags & ts.TypeFlags.Object) !== 0;
    const finding = createFinding(pair, {
      rule: "property-optional",
      keys: ["required", name],
      sentence: `${subjectOf(places.base)} is no longer required.`,
      base: true,
      head: false,
      codes: [
        reader(pair.expression, printed, access),
        ...(isObject ? [reader(pair.expression, undefined, propertyAccess(access, part.name))] : []),
      ],
    });
    return [nameOwner(finding, places.base, places.head, "optional")];
  }
  return [];
}

/** Creates the finding for a property that callers must now write. */
function requiredFinding(
  pair: TypePair,
  name: string,
  place: TypePair["base"]["place"],
  { checker }: WalkContext,
): TypeFinding {
  const value = sampleObject(checker, pair.base.type, 0, { [name]: undefined });
  return createFinding(pair, {
    rule: "property-required",
    keys: ["required", name],
    sentence: `${subjectOf(place)} is now required.`,
    base: false,
    head: true,
    codes: value === undefined ? [] : [writeValue(pair.expression, value)],
  });
}

/** Reports a property of requests that only the head has, if they must have it. */
export function compareAdded(
  pair: TypePair,
  property: ts.Symbol,
  context: WalkContext,
): readonly TypeFinding[] {
  if (isOptional(property)) return [];
  const place = pair.head.place?.property(property.name);
  const { keyword: _, ...finding } = requiredFinding(pair, property.name, place, context);
  const added: TypeFinding = {
    ...finding,
    rule: "request-property-added",
    pointer: place?.pointer ?? pair.base.place?.pointer ?? "",
    headOrigin: place?.origin,
    sentence: `${subjectOf(place)} is new and required.`,
    base: undefined,
    head: place?.source,
  };
  return [nameOwner(added, undefined, place, "added")];
}

/** Reports a property that only the base has. */
export function compareRemoved(
  pair: TypePair,
  property: ts.Symbol,
  context: WalkContext,
): readonly TypeFinding[] {
  const { checker, direction, names } = context;
  const { name } = property;
  const place = pair.base.place?.property(name);
  const type = checker.getTypeOfSymbol(property);
  if (type.flags & ts.TypeFlags.Never) return [];
  const value = sampleCode(checker, type);
  const object =
    value === undefined ? undefined : sampleObject(checker, pair.base.type, 0, { [name]: value });
  const access = propertyAccess("value", name);
  const written = object === undefined ? [] : [writeValue(pair.expression, object)];
  const read = [undefined, printType(checker, type, names.base)].map((printed) =>
    reader(pair.expression, printed, access),
  );
  const finding: TypeFinding = {
    ...createFinding(pair, {
      rule: `${direction}-property-removed`,
      sentence: `${subjectOf(place)} is gone.`,
      base: place?.source,
      codes: direction === "request" ? written : read,
      // A head that takes any property still takes this one.
      isGuess: true,
    }),
    pointer: place?.pointer ?? pair.base.place?.pointer ?? "",
    baseOrigin: place?.origin,
  };
  return [nameOwner(finding, place, undefined, "removed")];
}

function isOptional({ flags }: ts.Symbol): boolean {
  return (flags & ts.SymbolFlags.Optional) !== 0;
}
