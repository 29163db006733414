import { type CaseResult, collectRun, suiteOf } from "@completions-api/contract";
import { type Column, toColumn } from "./matrix.ts";
import type { CompatTarget } from "./targets/target.ts";

/**
 * Starts a server, runs the suite on it, and ends it.
 *
 * @param onResult - called with each result, and the number of cases.
 * @param ids - the ids of the cases; by default all of its face.
 * @throws Error if the server cannot run on this machine.
 */
export async function runTarget(
  target: CompatTarget,
  onResult: (result: CaseResult, total: number) => void = () => {},
  ids?: readonly string[],
): Promise<Column> {
  await using server = await target.start();
  const { url: baseUrl, token, model, headers, known, timeout = 20_000 } = server;
  const { face } = target;
  const cases = suiteOf(face).filter(({ id }) => ids?.includes(id) ?? true);
  const result = await collectRun({
    target: {
      ...{ baseUrl, face },
      ...(token !== undefined && { token }),
      ...(model !== undefined && { model }),
      ...(headers && { headers }),
    },
    ...(known && { known }),
    ...{ cases, timeout },
    // One at a time, so that no answer depends on what else the server computes.
    concurrency: 1,
    onResult: (each) => onResult(each, cases.length),
  });
  return toColumn(target, server.version, result);
}
