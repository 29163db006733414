import type { RecordedExchange, RecordedResponse } from "@completions-api/protocol/recorded";
import { type CaseResult, countDecided, countOutcomes, type RunResult } from "../results.ts";
import { coversOf, sourcesOf } from "./sources-of.ts";
import { toVisibleJson } from "./visible-text.ts";

/** The characters that are kept of each body. A HAR has all of them. */
const longestBody = 16_384;

/** Formats a run as JSON, which follows `schema/report.schema.json`. */
export function formatJson(run: RunResult): string {
  const { target, version, startedAt, durationMs, capabilities, warnings, results } = run;
  const counts = countOutcomes(results);
  const report = {
    $schema: "https://unpkg.com/@completions-api/contract/schema/report.schema.json",
    schemaVersion: 1,
    ...{ target, version },
    startedAt: new Date(startedAt).toISOString(),
    durationMs: Math.round(durationMs),
    counts: { ...counts, decided: countDecided(counts) },
    capabilities: capabilities.map(({ capability, found = null, evidence }) => ({
      ...{ capability, found, evidence },
    })),
    warnings,
    results: results.map((result) => toReported(result, run)),
  };
  return `${toVisibleJson(JSON.stringify(report, null, 2))}\n`;
}

function toReported(result: CaseResult, { target }: RunResult): object {
  const { id, title, level, outcome, durationMs, exchanges, ...rest } = result;
  return {
    ...{ id, title, level, outcome },
    durationMs: Math.round(durationMs),
    sources: sourcesOf(id, target.face),
    covers: coversOf(id, target.face),
    ...rest,
    exchanges: exchanges.map(cutExchange),
  };
}

function cutExchange({ startedAt, request, response, ...rest }: RecordedExchange): object {
  const { body, ...sent } = request;
  return {
    startedAt: new Date(startedAt).toISOString(),
    request: {
      ...sent,
      ...(body !== undefined && { body: body.slice(0, longestBody) }),
      ...(body !== undefined && body.length > longestBody && { omitted: body.length - longestBody }),
    },
    ...(response && { response: cutResponse(response) }),
    ...rest,
  };
}

function cutResponse({ pieces, ...rest }: RecordedResponse): object {
  let left = longestBody;
  const kept = pieces.flatMap(({ at, text }) => {
    const shown = text.slice(0, left);
    left -= shown.length;
    return shown === "" ? [] : [{ at, text: shown }];
  });
  const length = pieces.reduce((sum, { text }) => sum + text.length, 0);
  return { ...rest, pieces: kept, ...(length > longestBody && { omitted: length - longestBody }) };
}
