import type { Violation } from "../referee/referee.ts";
import { ReplyList } from "../replies/reply-list.ts";
import type { StreamFault } from "../responses/faults.ts";
import type { Latency } from "../responses/timing.ts";
import type { Script } from "../script/script.ts";
import { Journal, type JournalOptions } from "./journal.ts";
import type { JournalSpace } from "./journal-space.ts";
import type { Settings } from "./settings.ts";

/** Options of a session. */
export interface SessionOptions extends JournalOptions {
  /**
   * True to refuse a request for a completion that no reply fits, with a 404 that lists the nearest replies. `close` then rejects
   * if there are unused replies. By default the mock answers the request with an example or its engine.
   */
  readonly strict?: boolean;
}

/** The state of the mock for one test: its replies, its settings and its journal. Sessions share nothing. */
export class Session {
  readonly replies: ReplyList = new ReplyList();
  readonly journal: Journal;
  /** The number of recorded answers that were sent, by the key of their request. */
  readonly replayPositions: Map<string, number> = new Map();
  /** The requests and responses that the referee refused. */
  readonly violations: Violation[] = [];
  latency: Latency = {};
  fault: StreamFault | undefined;
  strict = false;
  readonly #options: SessionOptions;
  /** The settings that a reset returns to. */
  #defaults: Settings;
  /** The number of completions that `fault` will still break. */
  #faultsLeft = Number.POSITIVE_INFINITY;

  /** @param space - the space that the journals of all sessions share. */
  constructor(id: string, space: JournalSpace, options: SessionOptions) {
    this.#options = options;
    this.#defaults = toSettings(options);
    this.settings = {};
    this.journal = new Journal(id, space, options);
  }

  /** The settings. An assignment replaces all of them; those that it leaves out become what the script or the options say. */
  get settings(): Settings {
    const { latency, fault, strict } = this;
    return { latency, ...(fault && { fault }), strict };
  }

  set settings(settings: Settings) {
    const { latency = {}, fault, strict = false } = { ...this.#defaults, ...settings };
    this.latency = latency;
    this.strict = strict;
    this.setFault(fault);
  }

  /** Breaks completions from now on: as many as `times` says. */
  setFault(fault: StreamFault | undefined, times: number = Number.POSITIVE_INFINITY): void {
    this.fault = fault;
    this.#faultsLeft = times;
  }

  /** Returns the fault for the next completion, and counts it. */
  takeFault(): StreamFault | undefined {
    const { fault } = this;
    this.#faultsLeft -= 1;
    if (this.#faultsLeft <= 0) this.fault = undefined;
    return fault;
  }

  /** Replaces the replies of the script, and the settings by those of the script, except for those that the options have. */
  useScript({ replies, settings }: Script): void {
    this.replies.replaceScript(replies);
    this.#defaults = { ...settings, ...toSettings(this.#options) };
    this.settings = {};
  }

  /** Forgets everything, and begins the script again. */
  reset(): void {
    this.replies.reset();
    this.journal.clear();
    this.replayPositions.clear();
    this.violations.length = 0;
    this.settings = {};
  }
}

function toSettings({ strict }: SessionOptions): Settings {
  return strict === undefined ? {} : { strict };
}
