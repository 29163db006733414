import type { CaseResult, Warning } from "../results.ts";
import { findClockSkew } from "./clock-skew.ts";
import { findClosedConnections } from "./closed-connections.ts";
import { findCompressedStreams } from "./compressed-streams.ts";
import { findFailures } from "./failures.ts";
import { findHeldBackStreams } from "./held-back-streams.ts";
import { findNearRateLimit } from "./near-rate-limit.ts";
import { findSameText } from "./same-text.ts";

/** Finds reasons to doubt the results of a run, and what slows the server's clients down, in what the run recorded. */
export function findWarnings(results: readonly CaseResult[]): readonly Warning[] {
  const exchanges = results.flatMap(({ exchanges }) => exchanges);
  return [
    ...findFailures(results),
    ...findSameText(exchanges),
    ...findClockSkew(exchanges),
    ...findHeldBackStreams(exchanges),
    ...findCompressedStreams(exchanges),
    ...findClosedConnections(exchanges),
    ...findNearRateLimit(exchanges),
  ];
}
