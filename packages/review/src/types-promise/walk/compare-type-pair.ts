import ts from "typescript";
import { canonicalText } from "../../canonical/canonical-text.ts";
import { canonicalize } from "../../canonical/canonicalize.ts";
import { forDirection } from "../../canonical/for-direction.ts";
import type { Json } from "../../model/json.ts";
import type { Place } from "../places/place.ts";
import { itemType } from "../snippets/print-type.ts";
import { compareMembers } from "./compare-members.ts";
import { compareProperties } from "./compare-properties.ts";
import type { TypeDirection, TypeFinding, TypePair, WalkContext } from "./finding.ts";
import { pairMembers } from "./pair-members.ts";

/** Returns a function that compares the types of values of one direction. */
export function createTypeComparison(
  checker: ts.TypeChecker,
  direction: TypeDirection,
  names: WalkContext["names"],
): WalkContext["compare"] {
  /** The pairs around the one that is compared. */
  const around: { readonly base: ts.Type; readonly head: ts.Type }[] = [];
  const context: WalkContext = {
    checker,
    direction,
    names,
    compare(pair) {
      const { base, head } = pair;
      if (base.place?.name !== undefined && base.place.name === head.place?.name) return [];
      const isRecursive = around.some((types) => types.base === base.type && types.head === head.type);
      if (isRecursive && isCompound(base.type)) return [];
      around.push({ base: base.type, head: head.type });
      const findings = compareTypePair(pair, context);
      around.pop();
      return findings;
    },
  };
  return context.compare;
}

/**
 * Compares the types of a value on both sides, part by part, so that each finding is about the smallest part. Schemas with
 * a name are compared once, not wherever they are used.
 */
function compareTypePair(pair: TypePair, context: WalkContext): readonly TypeFinding[] {
  const { base, head } = pair;
  const paired = pairMembers(pair, context);
  const findings = [
    ...compareMembers(pair, paired.unpaired, context),
    ...paired.lists.flatMap((lists) => compareItems(pair, lists, context)),
    ...paired.objects.flatMap(({ expression, ...types }) =>
      compareProperties(
        { base: { ...base, type: types.base }, head: { ...head, type: types.head }, expression },
        context,
      ),
    ),
  ];
  // Different ways to write a schema may give different types, but they change nothing about the values.
  return findings.length > 0 && isSameSchema(base.place, head.place, context.direction) ? [] : findings;
}

function isCompound({ flags }: ts.Type): boolean {
  return (flags & (ts.TypeFlags.Object | ts.TypeFlags.UnionOrIntersection)) !== 0;
}

interface MemberTypes {
  readonly base: ts.Type;
  readonly head: ts.Type;
  readonly expression: string;
}

function compareItems(
  { base, head }: TypePair,
  types: MemberTypes,
  context: WalkContext,
): readonly TypeFinding[] {
  const items = { base: itemType(context.checker, types.base), head: itemType(context.checker, types.head) };
  if (items.base === undefined || items.head === undefined) return [];
  return context.compare({
    base: { type: items.base, place: base.place?.items() },
    head: { type: items.head, place: head.place?.items() },
    expression: `${types.expression}[number]`,
  });
}

/** Says whether two schemas have the same canonical form. */
function isSameSchema(base: Place | undefined, head: Place | undefined, direction: TypeDirection): boolean {
  const texts = [base, head].map((place) => {
    if (place?.schema === undefined) return undefined;
    const { schema, definitions } = canonicalize(forDirection(place.schema, direction));
    const whole: Json = { schema, definitions };
    return canonicalText(whole);
  });
  return texts[0] !== undefined && texts[0] === texts[1];
}
