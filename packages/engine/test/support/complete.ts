import { applyCreateCompletionRequestDefaults } from "@completions-api/validators";
import type { Delta, Engine, EngineRequest } from "../../src/engine.ts";
import { toEngineRequest } from "../../src/engine-request.ts";

/** A choice, assembled from its deltas. */
export interface Completed {
  text: string;
  tokens: number;
  promptTokens: number;
  finishReason: string;
}

export type Options = Partial<Omit<EngineRequest, "prompts">>;

/** Creates a request with the contract's defaults, except that it asks for a stream of 32 tokens. */
export function engineRequest(
  prompts: readonly (string | readonly number[])[],
  options: Options = {},
): EngineRequest {
  const parameters = applyCreateCompletionRequestDefaults({ prompt: "" });
  return {
    ...toEngineRequest({ parameters, extra: {} }),
    prompts: prompts.map((prompt, index) => ({ prompt, loc: ["body", "prompt", String(index)] })),
    maxTokens: 32,
    stream: true,
    ...options,
  };
}

/** Completes several prompts and returns the deltas of each choice, in the order of their indexes. */
export async function generateAll(
  engine: Engine,
  prompts: readonly (string | readonly number[])[],
  options?: Options,
): Promise<Delta[][]> {
  const choices = Array.from({ length: prompts.length * (options?.n ?? 1) }, (): Delta[] => []);
  for await (const delta of engine.generate(engineRequest(prompts, options), new AbortController().signal)) {
    const choice = choices[delta.index];
    if (choice === undefined || (choice.at(-1)?.finishReason ?? null) !== null) {
      throw new Error(
        `The engine sent a delta for choice ${delta.index}, which does not exist or has ended.`,
      );
    }
    choice.push(delta);
  }
  return choices;
}

/** Completes several prompts and returns the choices in the order of their indexes. */
export async function completeAll(
  engine: Engine,
  prompts: readonly (string | readonly number[])[],
  options?: Options,
): Promise<Completed[]> {
  const choices = await generateAll(engine, prompts, options);
  return choices.map((deltas) => {
    const last = deltas.at(-1);
    if (last === undefined || last.finishReason === null) throw new Error("A choice has no end.");
    return {
      text: deltas.map(({ text }) => text).join(""),
      tokens: deltas.reduce((sum, { tokens }) => sum + tokens, 0),
      promptTokens: last.promptTokens,
      finishReason: last.finishReason,
    };
  });
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
