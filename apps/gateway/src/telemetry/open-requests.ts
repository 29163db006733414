import type { Logger } from "pino";
import type { RequestRecord } from "./request-record.ts";

/**
 * The progress of a request: `reading` until it has been read and checked, `queued` while it waits for other requests, `waiting` until
 * the first token is there, and then `generating` until the response has been sent.
 */
export type RequestPhase = "reading" | "queued" | "waiting" | "generating";

/** The requests in progress of one deployment and phase. */
export interface OpenRequestsState {
  /** Empty while requests are read, because their deployment is not known yet. */
  readonly deployment: string;
  readonly phase: RequestPhase;
  readonly count: number;
  /** The age of the oldest, in seconds. */
  readonly oldestSeconds: number;
}

/**
 * The requests for completions that have not ended. They are looked through only when somebody asks.
 *
 * A list whose records are linked, and not a `Set`: a set from which as much is deleted as is added makes a new table every few requests.
 * The old ones keep records in memory until V8's next major collection, which takes 4 % of the time of a request.
 */
export class OpenRequests {
  #oldest: RequestRecord | undefined;
  #newest: RequestRecord | undefined;

  readonly begin = (record: RequestRecord): void => {
    record.older = this.#newest;
    if (this.#newest) this.#newest.newer = record;
    else this.#oldest = record;
    this.#newest = record;
  };

  /** Forgets a request. It may be one that is not known. */
  readonly end = (record: RequestRecord): void => {
    const { older, newer } = record;
    if (older) older.newer = newer;
    else if (this.#oldest === record) this.#oldest = newer;
    if (newer) newer.older = older;
    else if (this.#newest === record) this.#newest = older;
    record.older = record.newer = undefined;
  };

  /** Logs the requests that are older than so many milliseconds, at the level `debug`. */
  log(logger: Pick<Logger, "debug" | "isLevelEnabled">, age: number): void {
    if (!logger.isLevelEnabled("debug")) return;
    const now = performance.now();
    for (let record = this.#oldest; record; record = record.newer) {
      if (now - record.startedAt < age) return;
      logger.debug(toEntry(record, now), "request in progress");
    }
  }

  /** Adds up the requests by deployment and phase. */
  summarize(): readonly OpenRequestsState[] {
    const now = performance.now();
    const states = new Map<string, OpenRequestsState>();
    for (let record = this.#oldest; record; record = record.newer) {
      const { deployment = "", startedAt } = record;
      const phase = findPhase(record);
      const key = `${phase} ${deployment}`;
      const { count, oldestSeconds } = states.get(key) ?? {
        count: 0,
        oldestSeconds: (now - startedAt) / 1000,
      };
      states.set(key, { deployment, phase, count: count + 1, oldestSeconds });
    }
    return [...states.values()];
  }
}

/** Describes a request in progress: the facts that say where it hangs, and none of its texts. */
function toEntry(record: Readonly<RequestRecord>, now: number): object {
  const { id, path, caller, deployment, model, stream, askedUpstream, trace, startedAt, firstTokenAt } =
    record;
  return {
    id,
    path,
    caller,
    deployment,
    model,
    stream,
    phase: findPhase(record),
    upstream: askedUpstream,
    traceId: trace?.traceId,
    durationMs: Math.round(now - startedAt),
    ...(firstTokenAt !== undefined && { firstTokenMs: Math.round(firstTokenAt - startedAt) }),
  };
}

function findPhase({
  deployment,
  firstTokenAt,
  queuedAt,
  dequeuedAt,
}: Readonly<RequestRecord>): RequestPhase {
  if (firstTokenAt !== undefined) return "generating";
  if (queuedAt !== undefined && dequeuedAt === undefined) return "queued";
  return deployment === undefined ? "reading" : "waiting";
}
