import type { Engine, EngineRequest } from "../src/engine.ts";

/** A choice, put together from its deltas. */
export interface Completed {
  text: string;
  tokens: number;
  promptTokens: number;
  finishReason: string;
}

export type Options = Partial<Omit<EngineRequest, "prompts">>;

export function engineRequest(
  prompts: readonly (string | readonly number[])[],
  options: Options = {},
): EngineRequest {
  return {
    prompts: prompts.map((prompt, index) => ({ prompt, loc: ["body", "prompt", String(index)] })),
    maxTokens: 32,
    temperature: 1,
    topP: 1,
    frequencyPenalty: 0,
    presencePenalty: 0,
    stop: [],
    extra: {},
    ...options,
  };
}

/** Completes several prompts, and gives the choices in the order of the prompts. */
export async function completeAll(
  engine: Engine,
  prompts: readonly (string | readonly number[])[],
  options?: Options,
): Promise<Completed[]> {
  const choices = prompts.map(() => ({ text: "", tokens: 0, promptTokens: -1, finishReason: "" }));
  for await (const delta of engine.generate(engineRequest(prompts, options), new AbortController().signal)) {
    const choice = choices[delta.index];
    if (choice === undefined || choice.finishReason !== "") {
      throw new Error(`Choice ${delta.index} gets a delta though it does not exist or has ended.`);
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
