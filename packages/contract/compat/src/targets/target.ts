import type { FaceName, RunOptions } from "@completions-api/contract";

/** A server to run the suite on. */
export interface CompatTarget {
  /** In kebab-case, for the command line. */
  readonly id: string;
  /** The name in the table. */
  readonly name: string;
  readonly face: FaceName;
  /** Its project's list of issues. */
  readonly issues?: string;
  /**
   * Starts it.
   *
   * @throws Error if it cannot run on this machine. The message says why.
   */
  start(): Promise<StartedTarget>;
}

/** A server that runs. Disposing of it ends it. */
export interface StartedTarget extends AsyncDisposable {
  readonly url: string;
  /** Its name and version, for a report of what was tested. */
  readonly version: string;
  readonly token?: string;
  readonly model?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The capabilities that are known, so that it need not be asked for them. */
  readonly known?: RunOptions["known"];
  /** Milliseconds that a request may take. */
  readonly timeout?: number;
}
