import { createCompletionRequestParameters } from "@completions-api/validators/openai";

/**
 * Names by which some server reads a parameter that the gateway sets or bounds itself, or an object of any parameters. Sources:
 * the native APIs of llama.cpp, Ollama, SGLang, TGI and vLLM, and LiteLLM's.
 */
const otherNames = {
  prompt: [
    "input",
    "inputs",
    "input_ids",
    "input_embeds",
    "messages",
    "prompt_embeds",
    "prompt_token_ids",
    "text",
  ],
  max_tokens: [
    "max_completion_tokens",
    "max_length",
    "max_new_tokens",
    "max_output_tokens",
    "n_predict",
    "num_predict",
  ],
  n: ["n_cmpl", "num_return_sequences", "use_beam_search"],
  logprobs: ["n_probs"],
  stop: ["stop_sequences"],
  model: ["adapter_id", "lora", "lora_path"],
  any: ["extra_body", "options", "parameters", "sampling_params"],
};

const overriding = new Set(
  [...createCompletionRequestParameters, ...Object.values(otherNames).flat()].map(simplify),
);

/**
 * Returns whether an extra parameter could override one that the gateway sets or bounds itself. It is never sent, whatever the
 * configuration says.
 */
export function isOverriding(name: string): boolean {
  return overriding.has(simplify(name));
}

/** Servers in Go ignore the case of names, and treat `ſ` as `s`; others take `maxTokens` for `max_tokens`. */
function simplify(name: string): string {
  return name.normalize("NFKC").toLowerCase().replaceAll(/[_-]/g, "");
}
