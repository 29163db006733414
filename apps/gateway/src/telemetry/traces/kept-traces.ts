import { isDeepStrictEqual } from "node:util";
import type { Logs } from "../logs.ts";
import type { TracesOptions } from "./create-traces.ts";
import type { Traces } from "./traces.ts";

/** How a configuration wants spans to be sampled and sent. Undefined: there are none. */
type Wanted = Omit<TracesOptions, "logger"> | undefined;

/** The traces of one configuration, which the next one may share. */
interface SharedTraces {
  readonly wanted: Wanted;
  readonly traces: Traces | undefined;
  /** The configurations that are served, or still have requests. */
  uses: number;
}

/** The traces of a configuration that is not served yet. */
export interface PreparedTraces {
  /** Gives later requests spans as this configuration says. */
  commit(): void;
  /** Sends the last spans, if no other configuration shares the traces. Call it once no request uses them any more. */
  release(): Promise<void>;
}

/** Creates the traces of each configuration that is loaded. The code for that is loaded only once there is a collector. */
export class KeptTraces {
  readonly #logger: Logs["logger"];
  #current: SharedTraces | undefined;
  /** Those whose last spans may still have to be sent, of all configurations. */
  readonly #open = new Set<Traces>();

  constructor(logger: Logs["logger"]) {
    this.#logger = logger;
  }

  /** The traces of requests that begin now, if they have spans. */
  get current(): Traces | undefined {
    return this.#current?.traces;
  }

  /** Prepares the traces of a configuration, beside the current ones. They must be released once. */
  async prepare(wanted: Wanted): Promise<PreparedTraces> {
    const isSame = this.#current && isDeepStrictEqual(this.#current.wanted, wanted);
    const shared = (isSame && this.#current) || { wanted, traces: await this.#create(wanted), uses: 0 };
    shared.uses += 1;
    return {
      commit: () => {
        this.#current = shared;
      },
      release: async () => {
        shared.uses -= 1;
        if (shared.uses === 0 && shared.traces) await this.#close(shared.traces);
      },
    };
  }

  /** Sends the last spans of all configurations. Takes seconds at most. Call it once no request is open any more. */
  async close(): Promise<void> {
    await Promise.all(Array.from(this.#open, (traces) => this.#close(traces)));
  }

  async #create(wanted: Wanted): Promise<Traces | undefined> {
    if (wanted === undefined) return undefined;
    const { createTraces } = await import("./create-traces.ts");
    const traces = createTraces({ ...wanted, logger: this.#logger });
    this.#open.add(traces);
    return traces;
  }

  async #close(traces: Traces): Promise<void> {
    await traces.close();
    this.#open.delete(traces);
  }
}
