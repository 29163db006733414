import type { PromiseName } from "@completions-api/review";
import type { Case } from "./corpus.ts";
import type { Break } from "./peer.ts";

/** The rating of one case by a tool. */
export interface Rating {
  readonly given: Case;
  readonly breaks: readonly Break[];
}

/** How often a tool is right when it says "breaking", and how much of what breaks it finds. */
export interface Score {
  /** Undefined if the tool never says so. */
  readonly precision: number | undefined;
  /** Undefined if no case breaks. */
  readonly recall: number | undefined;
  readonly missed: readonly string[];
  readonly falseAlarms: readonly string[];
}

/** The verdict as a whole, or one of the promises. */
export type Aspect = "verdict" | PromiseName;
export const promiseNames: readonly PromiseName[] = ["wire", "stream", "behaviour", "types"];
export const aspects: readonly Aspect[] = ["verdict", ...promiseNames];

/** Scores what a tool says about an aspect. A case that nobody can decide counts for no tool. */
export function score(ratings: readonly Rating[], aspect: Aspect): Score {
  const decidable = ratings.filter(({ given }) => truth(given, aspect) !== "unknown");
  const select = (isBreaking: boolean, saysBreaking: boolean) =>
    decidable
      .filter((rating) => (truth(rating.given, aspect) === "broken") === isBreaking)
      .filter((rating) => says(rating, aspect) === saysBreaking)
      .map(({ given }) => given.name);
  const found = select(true, true);
  const missed = select(true, false);
  const falseAlarms = select(false, true);
  return {
    precision: ratio(found.length, falseAlarms.length),
    recall: ratio(found.length, missed.length),
    missed,
    falseAlarms,
  };
}

function truth({ expected }: Case, aspect: Aspect): "broken" | "unknown" | "kept" {
  if (aspect !== "verdict") return expected.promises[aspect];
  if (expected.verdict === "unknown") return "unknown";
  return expected.verdict === "breaking" ? "broken" : "kept";
}

function says({ given, breaks }: Rating, aspect: Aspect): boolean {
  if (aspect === "verdict") return breaks.length > 0;
  return breaks.some((each) => speaksOf(each, given).includes(aspect));
}

/** A message that may speak of several promises speaks of those that are broken, if one of them is. */
function speaksOf({ promises: candidates }: Break, { expected }: Case): readonly PromiseName[] {
  const broken = candidates.filter((promise) => expected.promises[promise] === "broken");
  return broken.length > 0 ? broken : candidates.slice(0, 1);
}

function ratio(right: number, wrong: number): number | undefined {
  return right + wrong === 0 ? undefined : right / (right + wrong);
}
