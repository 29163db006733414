import { joinPointer } from "../../document/pointer.ts";
import type { Json } from "../../model/json.ts";
import type { Place } from "../places/place.ts";
import type { TypeFinding, TypePair } from "./finding.ts";

interface FindingParts {
  readonly rule: string;
  readonly sentence: string;
  readonly codes: readonly string[];
  /** The way from the type's place to what changed. It begins with a keyword. */
  readonly keys?: readonly [string, ...string[]];
  readonly base?: Json | undefined;
  readonly head?: Json | undefined;
  readonly isGuess?: boolean;
}

/** Creates a finding about a type that both sides have. */
export function createFinding({ base, head, expression }: TypePair, parts: FindingParts): TypeFinding {
  const place = base.place ?? head.place;
  return {
    rule: parts.rule,
    pointer: joinPointer(place?.pointer ?? "", ...(parts.keys ?? [])),
    baseOrigin: base.place?.origin,
    headOrigin: head.place?.origin,
    ...(parts.keys && { keyword: parts.keys[0] }),
    sentence: parts.sentence,
    base: parts.base,
    head: parts.head,
    expression,
    codes: parts.codes,
    isGuess: parts.isGuess ?? false,
  };
}

/**
 * Lets a finding about the existence of a property be one about the parameter or header that the property stands for.
 * Others are not changed.
 */
export function nameOwner(
  finding: TypeFinding,
  base: Place | undefined,
  head: Place | undefined,
  change: "added" | "removed" | "required" | "optional",
): TypeFinding {
  const owner = base?.owner ?? head?.owner;
  if (owner === undefined) return finding;
  const { keyword: _, ...rest } = finding;
  const isFlag = change === "required" || change === "optional";
  return {
    ...rest,
    rule: change === "added" ? `required-${owner.kind}-added` : `${owner.kind}-${change}`,
    pointer: isFlag ? joinPointer(owner.pointer, "required") : owner.pointer,
    baseOrigin: base?.owner?.origin ?? finding.baseOrigin,
    headOrigin: head?.owner?.origin ?? finding.headOrigin,
    ...(isFlag && { keyword: "required" }),
  };
}

/** Names a place for a sentence. */
export function subjectOf(place: Place | undefined): string {
  return place?.subject ? `\`${place.subject}\`` : "The body";
}
