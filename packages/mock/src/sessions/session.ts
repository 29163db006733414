import type { StreamFault } from "../faults.ts";
import type { Violation } from "../referee.ts";
import { ReplyList } from "../replies/reply-list.ts";
import type { Latency } from "../timing.ts";
import { Journal, type JournalOptions } from "./journal.ts";
import type { JournalSpace } from "./journal-space.ts";

/** What the mock keeps for one test: its replies, its settings and its journal. Sessions share nothing. */
export class Session {
  readonly replies: ReplyList = new ReplyList();
  readonly journal: Journal;
  /** What the referee refused. */
  readonly violations: Violation[] = [];
  /** How long responses take, unless a reply or the request says otherwise. */
  latency: Latency = {};
  /** Breaks every stream, unless a reply or the request says otherwise. */
  fault: StreamFault | undefined;

  /** @param space - the space that the journals of all sessions share. */
  constructor(id: string, space: JournalSpace, options: JournalOptions) {
    this.journal = new Journal(id, space, options);
  }

  /** Forgets everything. */
  reset(): void {
    this.replies.clear();
    this.journal.clear();
    this.violations.length = 0;
    this.latency = {};
    this.fault = undefined;
  }
}
