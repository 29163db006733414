import type ts from "typescript";
import { code, readMember, readValue, writeValue } from "../snippets/member-codes.ts";
import { sampleCode } from "../snippets/sample-code.ts";
import { createFinding, subjectOf } from "./create-finding.ts";
import type { TypeFinding, TypePair, WalkContext } from "./finding.ts";
import { isLiteral } from "./members.ts";
import { objectExpression, type UnpairedMembers } from "./pair-members.ts";

/** Compares what a value may be: its types, literals and branches of a union. */
export function compareMembers(
  pair: TypePair,
  members: UnpairedMembers,
  context: WalkContext,
): readonly TypeFinding[] {
  if (context.direction === "request") return findRefused(pair, members, context);
  const gained = findGained(pair, members, context);
  // A type that becomes another one is one change.
  return gained.some(({ rule }) => rule === "type-added")
    ? gained
    : [...gained, ...findMissing(pair, members, context)];
}

/** Finds what callers may no longer write. */
function findRefused(
  pair: TypePair,
  { base, head }: UnpairedMembers,
  context: WalkContext,
): readonly TypeFinding[] {
  const { checker } = context;
  if (head.isAnything) return [];
  const refused = [...base.simple, ...base.lists, ...base.objects].filter(
    (member) => !checker.isTypeAssignableTo(member, pair.head.type),
  );
  if (refused.length === 0) return [];
  return [
    createFinding(pair, {
      ...ruleOf(refused, "removed"),
      sentence: `${subjectOf(pair.base.place)} may no longer be ${nameAll(refused, context)}.`,
      codes: refused.flatMap((member) => {
        const value = sampleCode(checker, member);
        return value === undefined ? [] : [writeValue(pair.expression, value)];
      }),
    }),
  ];
}

/** Finds what readers did not expect. */
function findGained(
  pair: TypePair,
  { base, head }: UnpairedMembers,
  context: WalkContext,
): readonly TypeFinding[] {
  const { checker } = context;
  if (base.isAnything) return [];
  const gained = head.isAnything
    ? [pair.head.type]
    : [...head.simple, ...head.lists, ...head.objects].filter(
        (member) => !checker.isTypeAssignableTo(member, pair.base.type),
      );
  if (gained.length === 0) return [];
  return [
    createFinding(pair, {
      ...ruleOf(gained, "added"),
      sentence: `${subjectOf(pair.base.place)} may now also be ${nameAll(gained, context)}.`,
      codes: readValue(pair, context),
    }),
  ];
}

/** Finds what readers look for although it cannot come any more. The compiler refuses such a comparison. */
function findMissing(
  pair: TypePair,
  { base, head }: UnpairedMembers,
  context: WalkContext,
): readonly TypeFinding[] {
  const { checker } = context;
  if (head.isAnything) return [];
  const all = [...head.simple, ...head.lists, ...head.objects];
  const missing = [...base.simple, ...base.lists, ...base.objects].filter(
    (member) =>
      member !== checker.getNullType() &&
      !checker.isTypeAssignableTo(member, pair.head.type) &&
      !all.some((other) => checker.isTypeAssignableTo(other, member)),
  );
  return missing.slice(0, 1).map((member) =>
    createFinding(pair, {
      ...ruleOf([member], "removed"),
      sentence: `${subjectOf(pair.base.place)} is never ${nameAll(missing, context)} any more.`,
      codes: missing.flatMap((each) => {
        const isObject = base.objects.includes(each);
        const expression = isObject ? objectExpression(pair, base, head) : pair.expression;
        return readMember({ ...pair, expression }, each, context);
      }),
      isGuess: true,
    }),
  );
}

function ruleOf(types: readonly ts.Type[], end: "added" | "removed"): { rule: string; keys: [string] } {
  const keyword = types.every(isLiteral) ? "enum" : "type";
  return { rule: keyword === "enum" ? `enum-value-${end}` : `type-${end}`, keys: [keyword] };
}

function nameAll(types: readonly ts.Type[], { checker }: WalkContext): string {
  const names = types.map((type) => code(checker.typeToString(type)));
  return [names.slice(0, -1).join(", "), ...names.slice(-1)].filter(Boolean).join(" or ");
}
