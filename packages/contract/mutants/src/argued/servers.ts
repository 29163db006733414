import type { FaceName } from "../../../src/index.ts";
import type { Mode } from "../run/mode.ts";
import type { ServerName } from "../run/servers.ts";

/** A broken server that the suite does not have to notice. */
export interface ArguedServer {
  /** The id in the catalogue. */
  readonly id: string;
  /** By default both. */
  readonly mode?: Mode;
  /** By default both. */
  readonly server?: ServerName;
  /** By default both. */
  readonly face?: FaceName;
  readonly reason: string;
}

/** The broken servers that the suite does not have to notice, each with the reason. */
export const arguedServers: readonly ArguedServer[] = [];
