import { ChoiceDraft } from "./choice-draft.ts";
import type { Generation } from "./generation.ts";
import type { Suffix } from "./suffix.ts";
import type { ChoicePlan } from "./token-generator.ts";

/** The number of drafts for each completion that has a suffix. */
const INFILL_DRAFTS = 8;

/** The distance between the streams of these drafts. A prompt has fewer choices. */
const STREAM_DISTANCE = 2 ** 16;

/** The plans of a prompt's choices, in the order of the choices. */
export interface ChosenPlans {
  readonly plans: readonly ChoicePlan[];
  /** The number of tokens in the `bestOf` choices that were not chosen. */
  readonly discardedTokens: number;
}

interface Drafted {
  readonly plan: ChoicePlan;
  readonly tokens: number;
  readonly meanLogProbability: number;
}

type Steps<Result> = Generator<undefined, Result, void>;

/**
 * Chooses the plans of a prompt's choices. Of `bestOf` choices, they are the `n` with the highest mean logarithm of their
 * tokens' probabilities, in that order. Yields after each token, so that the caller can pause.
 *
 * @param prompt the prompt's tokens.
 */
export function* choosePlans(
  prompt: readonly number[],
  seed: number,
  generation: Generation,
): Steps<ChosenPlans> {
  const { request, stop, suffix } = generation;
  const { n = 1, bestOf = n, maxTokens } = request;
  const drafted: Drafted[] = [];
  for (let stream = 0; stream < bestOf; stream += 1) {
    const plan: ChoicePlan = { seed, stream, stop, maxTokens, reason: "length" };
    drafted.push(
      suffix === undefined
        ? yield* draftChoice(prompt, plan, generation)
        : yield* draftInfill(prompt, plan, generation, suffix),
    );
  }
  if (bestOf > n) drafted.sort((one, other) => other.meanLogProbability - one.meanLogProbability);
  return {
    plans: drafted.slice(0, n).map(({ plan }) => plan),
    discardedTokens: drafted.slice(n).reduce((sum, { tokens }) => sum + tokens, 0),
  };
}

function* draftChoice(prompt: readonly number[], plan: ChoicePlan, generation: Generation): Steps<Drafted> {
  const draft = new ChoiceDraft(prompt, plan, generation);
  while (!draft.ended) {
    draft.next();
    yield;
  }
  return { plan, tokens: draft.tokens, meanLogProbability: draft.meanLogProbability };
}

/**
 * Plans a choice that a suffix follows. An n-gram model cannot look ahead, so it makes several drafts. The first one that
 * reaches the suffix's opening ends there. If none does, the choice is the beginning of a draft after which the opening is
 * likeliest.
 */
function* draftInfill(
  prompt: readonly number[],
  plan: ChoicePlan,
  generation: Generation,
  suffix: Suffix,
): Steps<Drafted> {
  const { request, model, probabilities } = generation;
  const isGreedy = request.temperature === 0 || request.topP === 0;
  let best: Drafted | undefined;
  let bestFit = Number.NEGATIVE_INFINITY;
  for (let number = 0; number < (isGreedy ? 1 : INFILL_DRAFTS); number += 1) {
    const drawn = { ...plan, stream: plan.stream + number * STREAM_DISTANCE };
    const draft = new ChoiceDraft(prompt, drawn, generation);
    while (!draft.ended) {
      draft.next();
      yield;
      const { tokens, meanLogProbability } = draft;
      if (draft.matchedSequence === suffix.opening) return { plan: drawn, tokens, meanLogProbability };
      const fit = suffix.fit(draft.context, model, probabilities);
      if (best !== undefined && fit <= bestFit) continue;
      bestFit = fit;
      const cut: ChoicePlan = draft.ended ? drawn : { ...drawn, maxTokens: tokens, reason: "stop" };
      best = { plan: cut, tokens, meanLogProbability };
    }
  }
  return best ?? { plan, tokens: 0, meanLogProbability: 0 };
}
