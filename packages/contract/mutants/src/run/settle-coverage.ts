import type { MutantOutcome } from "../outcome.ts";

/**
 * Leaves out the mutants of a server that never shows the fault, if the same mutant of another server does: a server that
 * sends no 429 cannot send a wrong one.
 *
 * @param outcomes - of one face, and of all servers.
 */
export function settleCoverage(outcomes: readonly MutantOutcome[]): readonly MutantOutcome[] {
  const shown = new Set(
    outcomes.filter(({ status }) => status !== "NoCoverage").map(({ id }) => withoutServer(id)),
  );
  return outcomes.map((outcome) =>
    outcome.status === "NoCoverage" && shown.has(withoutServer(outcome.id))
      ? {
          ...outcome,
          status: "Ignored",
          isArgued: true,
          reason: "This server never shows the fault. Another one does.",
        }
      : outcome,
  );
}

/** Removes the name of the server, with which the ids of broken servers begin. */
function withoutServer(id: string): string {
  return id.slice(id.indexOf("/"));
}
