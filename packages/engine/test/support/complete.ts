import { applyCreateCompletionRequestDefaults } from "@completions-api/validators";
import type { Engine, EngineRequest } from "../../src/engine.ts";
import { toEngineRequest } from "../../src/engine-request.ts";

/** A choice, assembled from its deltas. */
export interface Completed {
  text: string;
  tokens: number;
  promptTokens: number;
  finishReason: string;
}

export type Options = Partial<Omit<EngineRequest, "prompts">>;

/** Creates a request with the contract's defaults, except that it asks for 32 tokens. */
export function engineRequest(
  prompts: readonly (string | readonly number[])[],
  options: Options = {},
): EngineRequest {
  const parameters = applyCreateCompletionRequestDefaults({ prompt: "" });
  return {
    ...toEngineRequest({ parameters, extra: {} }),
    prompts: prompts.map((prompt, index) => ({ prompt, loc: ["body", "prompt", String(index)] })),
    maxTokens: 32,
    ...options,
  };
}

/** Completes several prompts and returns the choices in the order of their indexes. */
export async function completeAll(
  engine: Engine,
  prompts: readonly (string | readonly number[])[],
  options?: Options,
): Promise<Completed[]> {
  const choices = Array.from({ length: prompts.length * (options?.n ?? 1) }, () => ({
    text: "",
    tokens: 0,
    promptTokens: -1,
    finishReason: "",
  }));
  for await (const delta of engine.generate(engineRequest(prompts, options), new AbortController().signal)) {
    const choice = choices[delta.index];
    if (choice === undefined || choice.finishReason !== "") {
      throw new Error(
        `The engine sent a delta for choice ${delta.index}, which does not exist or has ended.`,
      );
    }
    choice.text += delta.text;
    choice.tokens += delta.tokens;
    if (delta.finishReason !== null) {
      choice.finishReason = delta.finishReason;
      choice.promptTokens = delta.promptTokens;
    }
  }
  return choices;
}

/** Completes one prompt. */
export async function complete(
  engine: Engine,
  prompt: string | readonly number[],
  options?: Options,
): Promise<Completed> {
  const [choice] = await completeAll(engine, [prompt], options);
  if (choice === undefined) {
    throw new Error("There is no choice.");
  }
  return choice;
}
