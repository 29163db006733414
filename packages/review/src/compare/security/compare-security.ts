import type { Operation } from "../../model/api.ts";
import { code } from "../code.ts";
import type { Comparison, OperationPair } from "../comparison.ts";
import {
  broken,
  createFinding,
  type Effects,
  type Finding,
  kept,
  meansOtherwise,
} from "../findings/finding.ts";
import { sampleRequest } from "../witness/sample-request.ts";
import { matchSchemes } from "./security-schemes.ts";

/** Schemes that a caller needs together, each with its scopes. */
type Alternative = Readonly<Record<string, readonly string[]>>;

/**
 * Compares the alternatives of an operation's security. Callers of the base use any one of them, so that each must still be
 * enough: the head must have an alternative that needs no other scheme.
 */
export function compareSecurity(pair: OperationPair, comparison: Comparison): readonly Finding[] {
  const names = matchSchemes(comparison);
  const before = alternativesOf(pair.base).map((alternative) => renameSchemes(alternative, names));
  const after = alternativesOf(pair.head);
  return [
    ...before.flatMap((alternative) => judgeAlternative(alternative, after, pair)),
    ...after
      .filter((alternative) => !before.some((earlier) => needsNoMore(earlier, alternative)))
      .map((alternative) => addedAlternative(alternative, pair)),
  ];
}

/** An operation without security needs nothing, which is one empty alternative. */
function alternativesOf({ security }: Operation): readonly Alternative[] {
  return security.length === 0 ? [{}] : security;
}

function renameSchemes(alternative: Alternative, names: ReadonlyMap<string, string>): Alternative {
  return Object.fromEntries(
    Object.entries(alternative).map(([name, scopes]) => [names.get(name) ?? name, scopes]),
  );
}

function judgeAlternative(
  base: Alternative,
  after: readonly Alternative[],
  pair: OperationPair,
): readonly Finding[] {
  const enough = after.filter((alternative) => needsNoMore(alternative, base));
  const lenient = enough.find((alternative) => newScopes(base, alternative).length === 0);
  if (lenient !== undefined) return droppedScopes(base, lenient, pair);
  const [nearest] = enough.toSorted((a, b) => newScopes(base, a).length - newScopes(base, b).length);
  return [
    nearest === undefined
      ? securityFinding(pair, {
          rule: "security-alternative-removed",
          effects: {
            wire: broken({
              kind: "request",
              request: sampleRequest(pair),
              reason: `A request with ${describe(base)} is refused: it needs ${after.map(describe).join(", or ")}.`,
            }),
          },
          sentence: `Calling with ${describe(base)} is no longer enough.`,
          base,
        })
      : securityFinding(pair, {
          rule: "scope-required",
          effects: {
            behaviour: meansOtherwise(
              `A caller needs ${describe(base)}.`,
              `A caller needs ${describe(nearest)}.`,
            ),
          },
          sentence: `A caller now needs the ${scopesText(newScopes(base, nearest))}.`,
          base,
          head: nearest,
        }),
  ];
}

/** Lists scopes that a caller needs no longer. */
function droppedScopes(base: Alternative, head: Alternative, pair: OperationPair): readonly Finding[] {
  const dropped = Object.entries(base).flatMap(([name, scopes]) =>
    scopes.filter((scope) => head[name]?.includes(scope) === false),
  );
  if (dropped.length === 0) return [];
  return [
    securityFinding(pair, {
      rule: "scope-dropped",
      effects: { behaviour: kept("a token that was enough still is") },
      sentence: `A caller no longer needs the ${scopesText(dropped)}.`,
      base,
      head,
      addsFeature: true,
    }),
  ];
}

function addedAlternative(head: Alternative, pair: OperationPair): Finding {
  return securityFinding(pair, {
    rule: "security-alternative-added",
    effects: { wire: kept("what was enough still is") },
    sentence: `A caller now needs only ${describe(head)}.`,
    head,
    addsFeature: true,
  });
}

function securityFinding(
  { base, head }: OperationPair,
  parts: { rule: string; effects: Effects; sentence: string; addsFeature?: boolean } & {
    base?: Alternative;
    head?: Alternative;
  },
): Finding {
  return createFinding({
    pointer: `${head.pointer}/security`,
    direction: "request",
    basePart: base.source,
    headPart: head.source,
    keyword: "security",
    ...parts,
  });
}

/** Says whether an alternative needs only schemes that another one has. */
function needsNoMore(alternative: Alternative, other: Alternative): boolean {
  return Object.keys(alternative).every((name) => name in other);
}

/** Returns the scopes that the head needs of a caller, and that the base did not. */
function newScopes(base: Alternative, head: Alternative): readonly string[] {
  return Object.entries(head).flatMap(([name, scopes]) =>
    scopes.filter((scope) => base[name]?.includes(scope) !== true),
  );
}

function describe(alternative: Alternative): string {
  const schemes = Object.entries(alternative).map(([name, scopes]) =>
    scopes.length === 0 ? code(name) : `${code(name)} (${scopesText(scopes)})`,
  );
  return schemes.length === 0 ? "no credential" : schemes.join(" and ");
}

function scopesText(scopes: readonly string[]): string {
  return `${scopes.length === 1 ? "scope" : "scopes"} ${scopes.map(code).join(", ")}`;
}
