import { findArgument } from "../argued/servers.ts";
import { type FamilyMember, isOnFace } from "../catalogue/index.ts";
import type { MutantOutcome, Status } from "../outcome.ts";
import { startProxy } from "../proxy/altering-proxy.ts";
import { findInCatalogue } from "../report/find-in-catalogue.ts";
import { judgeServer, type Place, type Verdict } from "./judge-server.ts";

/** The mutants that run at once, each with a proxy of its own. */
const concurrency = 6;

/**
 * Judges broken servers in a place. Those that do not exist on its face are left out.
 *
 * @param onOutcome - called with each outcome as soon as it is known.
 * @returns the outcomes, in the order of the members.
 */
export async function runServers(
  members: readonly FamilyMember[],
  place: Place,
  onOutcome: (outcome: MutantOutcome) => void,
): Promise<MutantOutcome[]> {
  const waiting = members.filter(({ broken }) => isOnFace(broken, place.face));
  const outcomes = new Map<string, MutantOutcome>();
  const order = waiting.map(({ broken }) => broken.id);
  const work = async (): Promise<void> => {
    await using proxy = await startProxy(place.server.url, place.server.token);
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const outcome = toOutcome(next, place, await judgeServer(next.broken, place, proxy));
      outcomes.set(next.broken.id, outcome);
      onOutcome(outcome);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return order.flatMap((id) => outcomes.get(id) ?? []);
}

function toOutcome({ family, broken }: FamilyMember, place: Place, verdict: Verdict): MutantOutcome {
  const { notice, altered, casesRun, durationMs } = verdict;
  const { id, title, breaks } = broken;
  const argued = findArgument(id, { ...place, server: place.server.name });
  const status = toStatus(verdict);
  const isIgnored = argued !== undefined && notice === undefined;
  const reason = isIgnored
    ? argued.reason
    : (notice?.reason ?? `${casesRun} cases ran, and ${altered} exchanges were altered`);
  return {
    id: `${place.server.name}/${place.face}/${id}`,
    mutator: family,
    description: `The ${place.server.name}, on the face ${place.face}: ${title} (${breaks})`,
    status: isIgnored ? "Ignored" : status,
    reason,
    isArgued: argued !== undefined,
    ...(notice && { killedBy: notice.id }),
    testsCompleted: casesRun,
    durationMs,
    place: findInCatalogue(family, id),
  };
}

function toStatus({ notice, altered }: Verdict): Status {
  if (notice !== undefined) return notice.timedOut ? "Timeout" : "Killed";
  return altered === 0 ? "NoCoverage" : "Survived";
}
