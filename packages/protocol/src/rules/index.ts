// The rules about whole responses, for whoever judges a server. Servers and clients do not need them.
export { type BreakableRule, BrokenRule } from "./broken-rule.ts";
export {
  type CheckedCompletion,
  type CompletionOptions,
  type CompletionRule,
  completionRules,
  findBrokenRules,
} from "./completion-rules.ts";
export { checkErrorParts, checkOpenAIErrorParts, type ErrorParts } from "./error-rules.ts";
export { logprobsRules } from "./logprobs-rules.ts";
