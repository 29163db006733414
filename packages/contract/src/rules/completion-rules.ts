import { choicesFollowPrompts } from "./choices-follow-prompts.ts";
import type { CompletionRule } from "./completion-rule.ts";
import { lengthMeansMaxTokens } from "./length-means-max-tokens.ts";
import { maxTokensBound } from "./max-tokens-bound.ts";
import { stopExcluded } from "./stop-excluded.ts";
import { usageAddsUp } from "./usage-adds-up.ts";

/** Every completion is held to these, whatever the case is about. */
export const completionRules: readonly CompletionRule[] = [
  choicesFollowPrompts,
  usageAddsUp,
  maxTokensBound,
  lengthMeansMaxTokens,
  stopExcluded,
];
