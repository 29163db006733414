// The rules about whole completions, for whoever judges a server. Servers and clients do not need them.
export { BrokenRule } from "./broken-rule.ts";
export {
  type CheckedCompletion,
  type CompletionOptions,
  type CompletionRule,
  completionRules,
  findBrokenRules,
} from "./completion-rules.ts";
export { logprobsRules } from "./logprobs-rules.ts";
