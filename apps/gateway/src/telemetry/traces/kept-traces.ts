import { isDeepStrictEqual } from "node:util";
import { readHeaders } from "../../config/read-headers.ts";
import type { Config } from "../../generated/config.ts";
import type { Logs } from "../logs.ts";
import type { Traces } from "./request-trace.ts";

/** The traces of one configuration, which the next one may share. */
interface SharedTraces {
  readonly config: Config["traces"];
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
  readonly #environment: NodeJS.ProcessEnv;
  readonly #logger: Logs["logger"];
  #current: SharedTraces | undefined;

  constructor(environment: NodeJS.ProcessEnv, logger: Logs["logger"]) {
    this.#environment = environment;
    this.#logger = logger;
  }

  /** The traces of requests that begin now, if they have spans. */
  get current(): Traces | undefined {
    return this.#current?.traces;
  }

  async prepare(config: Config["traces"]): Promise<PreparedTraces> {
    const isSame = this.#current && isDeepStrictEqual(this.#current.config, config);
    const shared = (isSame && this.#current) || { config, traces: await this.#open(config), uses: 0 };
    shared.uses += 1;
    return {
      commit: () => {
        this.#current = shared;
      },
      async release() {
        shared.uses -= 1;
        if (shared.uses === 0) await shared.traces?.close();
      },
    };
  }

  async #open(config: Config["traces"]): Promise<Traces | undefined> {
    if (config === undefined) return undefined;
    const { createTraces } = await import("./create-traces.ts");
    const { url, headers = {}, ratio } = config;
    return createTraces({
      url,
      headers: readHeaders(headers, this.#environment),
      ratio,
      logger: this.#logger,
    });
  }
}
