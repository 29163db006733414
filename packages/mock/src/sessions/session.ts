import type { StreamFault } from "../faults.ts";
import type { Violation } from "../referee.ts";
import { ReplyList } from "../replies/reply-list.ts";
import type { Latency } from "../timing.ts";
import { Journal, type JournalOptions } from "./journal.ts";
import type { JournalSpace } from "./journal-space.ts";

/** The settings of a session, which apply to every response. */
export interface Settings {
  /** How long responses take, unless a reply or the request says otherwise. */
  readonly latency?: Latency;
  /** Breaks every stream, unless a reply or the request says otherwise. */
  readonly fault?: StreamFault;
  /** True if a request for a completion that no reply fits is refused. */
  readonly strict?: boolean;
}

/** What the mock keeps for one test: its replies, its settings and its journal. Sessions share nothing. */
export class Session {
  readonly replies: ReplyList = new ReplyList();
  readonly journal: Journal;
  /** What the referee refused. */
  readonly violations: Violation[] = [];
  latency: Latency = {};
  fault: StreamFault | undefined;
  strict = false;

  /** @param space - the space that the journals of all sessions share. */
  constructor(id: string, space: JournalSpace, options: JournalOptions) {
    this.journal = new Journal(id, space, options);
  }

  /** The settings, all of which an assignment replaces. */
  get settings(): Settings {
    const { latency, fault, strict } = this;
    return { latency, ...(fault && { fault }), strict };
  }

  set settings({ latency = {}, fault, strict = false }: Settings) {
    this.latency = latency;
    this.fault = fault;
    this.strict = strict;
  }

  /** Forgets everything. */
  reset(): void {
    this.replies.clear();
    this.journal.clear();
    this.violations.length = 0;
    this.settings = {};
  }
}
