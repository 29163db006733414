import cluster from "node:cluster";

/** Milliseconds within which a repeated signal is an echo: npm passes on signals that the terminal has already sent. */
const echoTime = 200;

const handled = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Commands to a process that serves, or whose workers do. */
export interface Commands {
  /** Lets open requests finish, within the time limit, and ends the process. */
  readonly drain: () => Promise<void>;
  /** Reads the configuration again, and serves it. */
  readonly reload: () => Promise<void>;
}

/**
 * Receives the signals of this process from its first moment on, so that none is lost while it starts. SIGINT and SIGTERM drain,
 * and exit at once when repeated; SIGHUP reloads, unless the process is stopping.
 *
 * A terminal and service managers also signal the workers. A worker only drains on SIGTERM, because the primary process tells
 * it the rest.
 */
export class Signals {
  readonly #received = new Set<NodeJS.Signals>();
  #stoppingSince: number | undefined;
  #onStop: (() => void) | undefined;
  #onReload: (() => void) | undefined;

  constructor() {
    for (const signal of handled) process.on(signal, this.#receive);
  }

  /** Leaves the signals of a process that does not serve to the system. */
  release(): void {
    for (const signal of handled) process.off(signal, this.#receive);
    for (const signal of this.#received) process.kill(process.pid, signal);
  }

  /** Until the process has commands, stops it with exit code 0, because no request is open yet. */
  exitUntilServing(): void {
    this.#onStop = () => process.exit(0);
    if (this.#stoppingSince !== undefined) this.#onStop();
  }

  /** Runs commands from now on. */
  handle({ drain, reload }: Commands): void {
    this.#onStop = () => void drain();
    this.#onReload = () => void reload();
    if (this.#stoppingSince !== undefined) this.#onStop();
    else if (this.#received.has("SIGHUP")) this.#onReload();
  }

  readonly #receive = (signal: NodeJS.Signals): void => {
    if (cluster.isWorker && signal !== "SIGTERM") return;
    this.#received.add(signal);
    if (signal === "SIGHUP") {
      if (this.#stoppingSince === undefined) this.#onReload?.();
    } else if (this.#stoppingSince === undefined) {
      this.#stoppingSince = performance.now();
      this.#onStop?.();
    } else if (cluster.isPrimary && performance.now() - this.#stoppingSince > echoTime) {
      process.exit(1);
    }
  };
}
