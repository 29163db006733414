import ts from "typescript";
import { reader, writeValue } from "../snippets/member-codes.ts";
import { printType } from "../snippets/print-type.ts";
import { sampleCode, sampleObject } from "../snippets/sample-code.ts";
import { createFinding, subjectOf } from "./create-finding.ts";
import type { TypeFinding, TypePair, WalkContext } from "./finding.ts";
import { compareAdded, compareOptional, compareRemoved } from "./property-findings.ts";

/** Compares two types of objects. */
export function compareProperties(pair: TypePair, context: WalkContext): readonly TypeFinding[] {
  const { checker, direction } = context;
  const ignoresCase = pair.base.place?.ignoresCase ?? false;
  const properties = new Map(
    checker
      .getPropertiesOfType(pair.head.type)
      .map((property) => [normalize(property.name, ignoresCase), property]),
  );
  const findings: TypeFinding[] = [];
  for (const property of checker.getPropertiesOfType(pair.base.type)) {
    const key = normalize(property.name, ignoresCase);
    const counterpart = properties.get(key);
    properties.delete(key);
    findings.push(
      ...(counterpart === undefined
        ? compareRemoved(pair, property, context)
        : compareProperty(pair, property, counterpart, context)),
    );
  }
  if (direction === "request") {
    for (const property of properties.values()) findings.push(...compareAdded(pair, property, context));
  }
  return [...findings, ...compareIndexSignatures(pair, context)];
}

function compareProperty(
  pair: TypePair,
  base: ts.Symbol,
  head: ts.Symbol,
  context: WalkContext,
): readonly TypeFinding[] {
  const { checker } = context;
  const { name } = base;
  const types = { base: checker.getTypeOfSymbol(base), head: checker.getTypeOfSymbol(head) };
  const property: TypePair = {
    base: { type: types.base, place: pair.base.place?.property(name) },
    head: { type: types.head, place: pair.head.place?.property(head.name) },
    expression: `${pair.expression}[${JSON.stringify(name)}]`,
  };
  if (property.base.place?.isGroup) return compareGroup(pair, property, context);
  return [...compareOptional(pair, property, { base, head }, context), ...context.compare(property)];
}

/** Compares the parameters of one location. The type is `never` if there are none, which has no properties either. */
function compareGroup(pair: TypePair, group: TypePair, context: WalkContext): readonly TypeFinding[] {
  const { checker } = context;
  const [base, head] = [group.base, group.head].map((side) => ({
    ...side,
    type: checker.getNonNullableType(side.type),
  }));
  if (base === undefined || head === undefined) return [];
  const expression = `NonNullable<${group.expression}>`;
  const all = sampleObject(checker, pair.base.type);
  const whole = all === undefined ? [] : [writeValue(pair.expression, all)];
  return compareProperties({ base, head, expression }, context).map((finding) => ({
    ...finding,
    codes: [...finding.codes, ...whole],
    ...(whole.length > 0 && base.type.flags & ts.TypeFlags.Never && { expression: pair.expression }),
  }));
}

/** Compares the types of properties without a name. To accept them all is the same as to say nothing about them. */
function compareIndexSignatures(pair: TypePair, context: WalkContext): readonly TypeFinding[] {
  const { checker } = context;
  const types = {
    base: checker.getIndexTypeOfType(pair.base.type, ts.IndexKind.String),
    head: checker.getIndexTypeOfType(pair.head.type, ts.IndexKind.String),
  };
  const places = {
    base: pair.base.place?.additionalProperties(),
    head: pair.head.place?.additionalProperties(),
  };
  if (types.base !== undefined && types.head !== undefined) {
    return context.compare({
      base: { type: types.base, place: places.base },
      head: { type: types.head, place: places.head },
      expression: `${pair.expression}[string]`,
    });
  }
  const isSaidNowhere = places.head === undefined || places.head.source === true;
  if (types.base === undefined || (types.base.flags & ts.TypeFlags.Unknown && isSaidNowhere)) return [];
  const value = sampleCode(checker, types.base);
  const object = value && sampleObject(checker, pair.base.type, 0, { "another-name": value });
  const printed = printType(checker, types.base, context.names.base);
  return [
    createFinding(pair, {
      rule: "additional-properties-removed",
      keys: ["additionalProperties"],
      sentence: `${subjectOf(pair.base.place)} no longer has properties of any name.`,
      base: places.base?.source,
      head: places.head?.source,
      codes:
        context.direction === "response"
          ? [reader(pair.expression, printed, 'value["another-name"]')]
          : object === undefined
            ? []
            : [writeValue(pair.expression, object)],
      isGuess: true,
    }),
  ];
}

function normalize(name: string, ignoresCase: boolean): string {
  return ignoresCase ? name.toLowerCase() : name;
}
