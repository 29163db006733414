import { ChoiceGenerator } from "./choice-generator.ts";
import { type ChosenPlans, choosePlans } from "./choose-plans.ts";
import type { Delta } from "./engine.ts";
import type { Generation } from "./generation.ts";
import type { ChoicePlan } from "./token-generator.ts";
import type { TokenizedPrompt } from "./tokenize-prompt.ts";

/** A part of a generation that runs in steps, none of them much longer than a token or the time slice. */
export interface Task {
  /** Runs the next step. Returns what it results in, if anything: a delta, or tasks that take this task's place. */
  next(): Delta | readonly Task[] | undefined;
}

/**
 * Creates the tasks of a generation when they are needed, because a body has room for 300,000 prompts. The choices of a
 * prompt are tasks, except that the choices that remain of several drafts take the place of the task that chooses them.
 */
export function* createTasks(
  prompts: readonly TokenizedPrompt[],
  generation: Generation,
): Generator<Task, void, void> {
  const { request, stop, suffix } = generation;
  const { n = 1, bestOf = n, maxTokens } = request;
  for (const [place, prompt] of prompts.entries()) {
    const seed = request.seed ?? randomSeed();
    const options = { firstIndex: place * n, prompt, generation };
    if (bestOf > n || suffix !== undefined) {
      yield choosePlansFirst(choosePlans(prompt.tokens, seed, generation), options);
      continue;
    }
    for (let stream = 0; stream < n; stream += 1) {
      const plan: ChoicePlan = { seed, stream, stop, maxTokens, reason: "length" };
      yield new ChoiceGenerator({ index: place * n + stream, prompt, plan, generation });
    }
  }
}

interface ChoicesOptions {
  /** The index of the prompt's first choice. */
  readonly firstIndex: number;
  readonly prompt: TokenizedPrompt;
  readonly generation: Generation;
}

function choosePlansFirst(
  steps: Iterator<undefined, ChosenPlans, void>,
  { firstIndex, prompt, generation }: ChoicesOptions,
): Task {
  return {
    next() {
      const step = steps.next();
      if (!step.done) return undefined;
      const { plans, discardedTokens } = step.value;
      return plans.map((plan, number) => {
        const index = firstIndex + number;
        const discarded = number === 0 ? discardedTokens : 0;
        return new ChoiceGenerator({ index, prompt, plan, generation, discardedTokens: discarded });
      });
    },
  };
}

function randomSeed(): number {
  return Math.floor(Math.random() * Number.MAX_SAFE_INTEGER);
}
