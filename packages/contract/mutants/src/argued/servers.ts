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
const arguedServers: readonly ArguedServer[] = [
  {
    id: "code-header-comes-with-completions",
    reason: "A response may have headers that the spec does not declare for it, whatever their names.",
  },
  ...["streams-are-held-to-their-end", "streams-come-in-two-pieces"].map(
    (id): ArguedServer => ({
      id,
      server: "gateway",
      reason:
        "The gateway's own model generates a whole text within milliseconds, so there is nothing to hold.",
    }),
  ),
  ...[
    "other-error-retry-after-asks-for-a-longer-wait",
    "rate-limited-response-asks-for-a-longer-wait",
    "retry-after-asks-for-a-longer-wait",
    "retry-after-is-a-date",
    "retry-after-is-a-fraction",
  ].map(
    (id): ArguedServer => ({
      id,
      server: "gateway",
      reason:
        "The gateway of this run asks to wait only whoever sent wrong tokens, and for no time that is known before.",
    }),
  ),
  {
    id: "characters-are-replaced",
    face: "completions",
    reason:
      "Without `echo`, no request makes a model write a given character, and a model may write U+FFFD itself.",
  },
  {
    id: "characters-are-halved-in-streams",
    face: "completions",
    reason: "Without `echo`, the model behind the proxy writes no emoji.",
  },
  {
    id: "entra-token-refused",
    server: "gateway",
    reason:
      "The gateway of this run accepts its own key only, so it refuses the token with or without the fault.",
  },
];

/** Finds the argument for a broken server in a place. */
export function findArgument(
  id: string,
  { mode, server, face }: { readonly mode: Mode; readonly server: ServerName; readonly face: FaceName },
): ArguedServer | undefined {
  return arguedServers.find(
    (argued) =>
      argued.id === id &&
      (argued.mode ?? mode) === mode &&
      (argued.server ?? server) === server &&
      (argued.face ?? face) === face,
  );
}
