import { createStreamGrammar, listPrompts, type StreamGrammar } from "@completions-api/protocol";
import type { Prompt } from "@completions-api/types";

/** The grammar of a stream in answer to `prompt`. */
export function startGrammar(prompt: Prompt): StreamGrammar {
  // A caller without types may send none, which a lenient server takes for one.
  return createStreamGrammar({ prompts: Array.isArray(prompt) ? listPrompts(prompt).length : 1 });
}
