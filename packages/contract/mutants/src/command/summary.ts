import { isMissed, type MutantOutcome, scoreOf } from "../outcome.ts";

/** Formats a share as a percentage that is 100 only if nothing is missing. */
function formatScore(outcomes: readonly MutantOutcome[]): string {
  return `${(Math.floor(scoreOf(outcomes) * 1000) / 10).toFixed(1)} %`;
}

/** Formats the number of mutants with each end on one line. */
export function summarize(outcomes: readonly MutantOutcome[]): string {
  const ignored = outcomes.filter(({ status }) => status === "Ignored").length;
  const missed = outcomes.filter(isMissed).length;
  const noticed = outcomes.length - ignored - missed;
  return `${formatScore(outcomes)}: ${noticed} noticed, ${missed} missed, ${ignored} argued`;
}

/** Formats a mutant that went otherwise than it has to. */
export function formatMiss({ id, description, status, reason, killedBy }: MutantOutcome): string {
  const what = killedBy === undefined ? status : `argued, but noticed by ${killedBy}`;
  return `${what}: ${id}\n    ${description}\n    ${reason ?? ""}`;
}
