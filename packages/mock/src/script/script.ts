import type { ReplyDefinition } from "../replies/reply.ts";
import type { Settings } from "../sessions/settings.ts";

/** Replies and settings with which every session begins. */
export interface Script {
  /** They have been checked. */
  readonly replies: readonly ReplyDefinition[];
  readonly settings: Settings;
}
