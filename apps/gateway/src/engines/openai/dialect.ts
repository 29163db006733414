import type { CompletionFinishReason } from "@completions-api/types";
import type { OptionalParameter } from "../../deployment.ts";

/** How an engine's server speaks OpenAI's API for completions: a table that says what it does its own way. */
export interface Dialect {
  /** Known parameters that it does not support, other than at their defaults. They are never sent. */
  readonly unsupported: ReadonlySet<OptionalParameter>;
  /** Known parameters that it refuses at one value, which is what it takes where they are left out. */
  readonly leftOutAt?: Readonly<Partial<Record<OptionalParameter, number>>>;
  /** Where it does not take every seed: from 0 to below this it does. Others are folded into that range. */
  readonly seeds?: number;
  /** Extra parameters that would override known ones. They are never sent. */
  readonly overriding?: readonly string[];
  /** What the body has beside all that; `model` here keeps the deployment's from being sent. */
  readonly fixed?: Readonly<Record<string, string | boolean>>;
  /** Whether a prompt may come as tokens. */
  readonly tokenPrompts: boolean;
  /** Whether a prompt may be empty. */
  readonly emptyPrompts: boolean;
  /** How many prompts a request may have, for `split`. */
  readonly promptsPerRequest: number;
  /**
   * Where a stream has its usage:
   *
   * - `asked`: in an event of its own, and only where `stream_options` asks for it;
   * - `each-choice`: in the last event of each choice, that choice's;
   * - `last-event`: in the very last event.
   */
  readonly streamUsage: "asked" | "each-choice" | "last-event";
  /** What its finish reasons mean; null for those that are none yet. Any other is a failure. */
  readonly finishReasons: ReadonlyMap<string, CompletionFinishReason | null>;
  /** Finish reasons whose event in a stream has the text of a token that is not part of the completion. */
  readonly endTokens?: ReadonlySet<string>;
  /** Where it is this very contract: it has versions, deployments and a policy for extra parameters. */
  readonly contract?: { readonly apiVersion: string };
}

/** The finish reasons of OpenAI's API. */
export const finishReasons: ReadonlyMap<string, CompletionFinishReason> = new Map([
  ["stop", "stop"],
  ["length", "length"],
  ["content_filter", "content_filter"],
]);
