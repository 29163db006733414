import { readFile, stat } from "node:fs/promises";
import {
  findRoute,
  type HarEntry,
  type Route,
  readHar,
  UnreadableHar,
} from "@completions-api/protocol/recorded";
import packageJson from "../../package.json" with { type: "json" };
import { ContractViolation } from "../contract-violation.ts";
import { defaultFace, type FaceName } from "../faces/face.ts";
import type { CaseResult, RunResult, Warning } from "../results.ts";
import { findWarnings } from "../warnings/find-warnings.ts";
import { judgeExchange } from "./judge-exchange.ts";

export interface JudgeOptions {
  /** The face of every exchange. By default, the URL of each tells. */
  readonly face?: FaceName;
}

/** The longest archive that is read, in bytes. Its text must fit into a string, and its objects into the memory. */
const longestFile = 256 * 1024 * 1024;

/**
 * Judges the exchanges that some program recorded in an HTTP Archive. Each request for a completion or for models becomes a
 * result. The others are left out, and a warning counts them.
 *
 * @param file - the path of the archive.
 * @throws UnreadableHar
 */
export async function judgeHar(file: string, options: JudgeOptions = {}): Promise<RunResult> {
  if ((await stat(file)).size > longestFile) throw new UnreadableHar("It is longer than 256 MiB.");
  const entries = readHar(await readFile(file, "utf8"));
  const judged: { readonly entry: HarEntry; readonly route: Route }[] = [];
  let chats = 0;
  for (const entry of entries) {
    const found = findRoute(entry.exchange);
    if (found?.resource === "chat") chats += 1;
    else if (found !== undefined)
      judged.push({ entry, route: { ...found, face: options.face ?? found.face } });
  }
  const results: CaseResult[] = [];
  for (const { entry, route } of judged) results.push(await judge(entry, route));
  const [first] = judged;
  const times = entries.map(({ exchange }) => exchange.startedAt);
  const startedAt = times.reduce((start, time) => Math.min(start, time), Number.MAX_SAFE_INTEGER);
  const endedAt = entries.reduce(
    (end, { exchange }) => Math.max(end, exchange.startedAt + exchange.durationMs),
    0,
  );
  return {
    target: { url: first?.route.baseUrl ?? "", face: options.face ?? first?.route.face ?? defaultFace },
    version: packageJson.version,
    startedAt: entries.length === 0 ? 0 : startedAt,
    durationMs: entries.length === 0 ? 0 : endedAt - startedAt,
    capabilities: [],
    warnings: [
      ...findWarnings(results),
      ...warnOfOthers({ chats, others: entries.length - judged.length - chats }),
      ...warnOfSeveral(judged.map(({ route }) => route)),
    ],
    results,
  };
}

async function judge(entry: HarEntry, route: Route): Promise<CaseResult> {
  const { exchange, number, gap } = entry;
  const { method, url } = exchange.request;
  const facts = {
    id: `exchange-${number}`,
    title: `The response to ${method} ${new URL(url).pathname} keeps the contract of the face ${route.face}`,
    level: "must",
    exchanges: [exchange],
    durationMs: exchange.durationMs,
  } as const;
  if (gap !== undefined) return { ...facts, outcome: "inconclusive", reason: gap };
  try {
    await judgeExchange(entry, route);
    return { ...facts, outcome: "passed" };
  } catch (error) {
    if (!(error instanceof ContractViolation)) throw error;
    const { message, expected, actual, event } = error;
    const failure = {
      expected: entry.hide(expected),
      actual: entry.hide(actual),
      exchange: 0,
      ...(event !== undefined && { event }),
    };
    return { ...facts, outcome: "failed", reason: entry.hide(message), failure };
  }
}

function warnOfOthers({
  chats,
  others,
}: {
  readonly chats: number;
  readonly others: number;
}): readonly Warning[] {
  return [
    ...(chats > 0
      ? [
          {
            id: "chats-left-out",
            message: `This contract is about text completions, so requests for chat completions were left out: ${chats}.`,
          },
        ]
      : []),
    ...(others > 0
      ? [
          {
            id: "other-requests-left-out",
            message: `Requests that have nothing to do with the API were left out: ${others}.`,
          },
        ]
      : []),
  ];
}

function warnOfSeveral(routes: readonly Route[]): readonly Warning[] {
  const targets = new Set(routes.map(({ baseUrl, face }) => `${baseUrl} (${face})`));
  if (targets.size < 2) return [];
  return [
    { id: "several-targets", message: `The exchanges are with several targets: ${[...targets].join(", ")}.` },
  ];
}
