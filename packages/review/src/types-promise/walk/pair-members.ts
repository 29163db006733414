import ts from "typescript";
import type { TypePair, WalkContext } from "./finding.ts";
import { type Members, membersOf } from "./members.ts";

export interface MemberPair {
  readonly base: ts.Type;
  readonly head: ts.Type;
  /** The member of the union as code writes it. */
  readonly expression: string;
}

/** The members of both types that have no counterpart to compare part by part. */
export interface UnpairedMembers {
  readonly base: Members;
  readonly head: Members;
}

export interface PairedMembers {
  readonly lists: readonly MemberPair[];
  readonly objects: readonly MemberPair[];
  readonly unpaired: UnpairedMembers;
}

/**
 * Pairs the lists and the objects in two unions. A union's only list, or only object, has a counterpart; of several,
 * those with the same name in `components` are compared elsewhere, and the rest as a whole.
 */
export function pairMembers(pair: TypePair, { checker, names }: WalkContext): PairedMembers {
  const base = membersOf(checker, pair.base.type);
  const head = membersOf(checker, pair.head.type);
  const areUnions = pair.base.type.isUnion() || pair.head.type.isUnion();
  const isShared = (type: ts.Type, own: ReadonlyMap<ts.Type, string>, others: readonly string[]) => {
    const name = own.get(type);
    return areUnions && name !== undefined && others.includes(name);
  };
  const baseNames = base.objects.flatMap((type) => names.base.get(type) ?? []);
  const headNames = head.objects.flatMap((type) => names.head.get(type) ?? []);
  const objects = {
    base: base.objects.filter((type) => !isShared(type, names.base, headNames)),
    head: head.objects.filter((type) => !isShared(type, names.head, baseNames)),
  };
  const lists = zipOnly(base.lists, head.lists, listExpression(pair, base, head));
  const areOnly = base.objects.length === 1 && head.objects.length === 1;
  const pairs = areOnly ? zipOnly(objects.base, objects.head, objectExpression(pair, base, head)) : [];
  return {
    lists,
    objects: pairs,
    unpaired: {
      base: {
        ...base,
        lists: lists.length > 0 ? [] : base.lists,
        objects: pairs.length > 0 ? [] : objects.base,
      },
      head: {
        ...head,
        lists: lists.length > 0 ? [] : head.lists,
        objects: pairs.length > 0 ? [] : objects.head,
      },
    },
  };
}

/** Pairs the members of two lists that have one each. */
function zipOnly(
  bases: readonly ts.Type[],
  heads: readonly ts.Type[],
  expression: string,
): readonly MemberPair[] {
  const [base, head] = [bases[0], heads[0]];
  if (base === undefined || head === undefined || bases.length + heads.length > 2) return [];
  return [{ base, head, expression }];
}

function listExpression(pair: TypePair, ...sides: readonly Members[]): string {
  const isAlone = sides.every((side) => side.objects.length === 0 && hasOnlyNull(side));
  return isAlone ? nonNullable(pair) : `Extract<${pair.expression}, readonly unknown[]>`;
}

/** Writes the objects of a union. */
export function objectExpression(pair: TypePair, ...sides: readonly Members[]): string {
  const isAlone = sides.every((side) => side.lists.length === 0 && hasOnlyNull(side));
  return isAlone
    ? nonNullable(pair)
    : `Exclude<${pair.expression}, string | number | boolean | null | undefined | readonly unknown[]>`;
}

function hasOnlyNull({ simple }: Members): boolean {
  return simple.every(({ flags }) => (flags & ts.TypeFlags.Null) !== 0);
}

function nonNullable({ expression, base, head }: TypePair): string {
  const nullable = ts.TypeFlags.Null | ts.TypeFlags.Undefined;
  const isNullable = [base.type, head.type].some(
    (type) => type.isUnion() && type.types.some(({ flags }) => (flags & nullable) !== 0),
  );
  return isNullable ? `NonNullable<${expression}>` : expression;
}
