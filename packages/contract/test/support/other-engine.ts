import { createHash } from "node:crypto";
import type { Engine } from "@completions-api/mock";
import { contextLengthExceeded } from "@completions-api/protocol";
import type { CompletionLogprobs } from "@completions-api/types/openai";

const contextLength = 1_000_000;
const words = ["sea ", "🐋", "\u2028", "\n: ", "the ", "an", "e s", "zq", ". "];
// Each word is equally likely, so that any is the likeliest.
const logprob = -Math.log(words.length);

/**
 * A model as different from the embedded one as the contract allows: each character of a prompt is a token, each prompt has
 * one token more, words need no spaces, texts end by themselves, and there is no fingerprint.
 */
export const otherEngine: Engine = {
  model: "whale-1b",
  capabilities: ["n", "best_of", "echo", "logprobs", "logit_bias", "suffix"],
  async *generate({
    prompts,
    maxTokens,
    stop,
    n = 1,
    bestOf = n,
    echo,
    logprobs,
    logitBias = {},
    ...sampling
  }) {
    const { temperature, topP, seed = 0, frequencyPenalty, presencePenalty } = sampling;
    const isGreedy = temperature === 0 || topP === 0;
    const repeats = frequencyPenalty < 0 || presencePenalty < 0;
    const [forced] = Object.keys(logitBias).filter((token) => logitBias[token] === 100);
    for (const [position, { prompt }] of prompts.entries()) {
      const promptTokens = 1 + prompt.length;
      if (promptTokens + maxTokens > contextLength)
        throw contextLengthExceeded({ promptTokens, maxTokens, contextLength });

      const parts = typeof prompt === "string" ? Array.from(prompt) : prompt.map(textOf);
      const echoed = echo ? parts : [];
      let discardedTokens = (bestOf - n) * Math.min(5, maxTokens);
      for (let choice = 0; choice < n; choice += 1) {
        const index = position * n + choice;
        const random = createRandom(JSON.stringify([prompt, isGreedy || [temperature, topP, seed, choice]]));
        const length = 5 + random(400);
        const favorite = random(words.length);
        const tokens: string[] = [];
        let text = "";
        let finishReason: "stop" | "length" = length > maxTokens ? "length" : "stop";
        while (tokens.length < Math.min(length, maxTokens)) {
          const word = words[repeats ? favorite : random(words.length)] ?? "";
          tokens.push(forced === undefined ? word : textOf(Number(forced)));
          text += tokens.at(-1);
          const ends = stop.map((sequence) => text.indexOf(sequence)).filter((place) => place >= 0);
          if (ends.length === 0) continue;
          text = text.slice(0, Math.min(...ends));
          finishReason = "stop";
          break;
        }
        const prefix = echoed.join("");
        const first = { index, tokens: 0, finishReason: null, echoed: prefix.length };
        const scored = logprobs === undefined ? undefined : score(echoed, tokens, text, logprobs);
        const [firstCharacter = "", ...characters] = Array.from(text);
        yield { ...first, text: prefix + firstCharacter, ...(scored && { logprobs: scored }) };
        for (const character of characters) yield { index, text: character, tokens: 0, finishReason: null };
        yield { index, text: "", tokens: tokens.length, finishReason, promptTokens, discardedTokens };
        discardedTokens = 0;
      }
    }
  },
};

function textOf(token: number): string {
  return String.fromCodePoint(0x4e00 + (token % 0x1000));
}

/** Scores the tokens of an echoed prompt and those that begin in the text. */
function score(
  echoed: readonly string[],
  generated: readonly string[],
  text: string,
  count: number,
): CompletionLogprobs {
  const starts = generated.map((_, place) => generated.slice(0, place).join("").length);
  const tokens = [...echoed, ...generated.filter((_, place) => (starts[place] ?? 0) < text.length)];
  const hasScore = (place: number) => place > 0 || echoed.length === 0;
  return {
    tokens,
    token_logprobs: tokens.map((_, place) => (hasScore(place) ? logprob : null)),
    top_logprobs: tokens.map((token, place) =>
      hasScore(place)
        ? Object.fromEntries([...words.slice(0, count), token].map((word) => [word, logprob]))
        : null,
    ),
    text_offset: tokens.map((_, place) => Array.from(tokens.slice(0, place).join("")).length),
  };
}

/** Returns a source of whole numbers below its argument, which repeats for the same `seed`. */
function createRandom(seed: string): (end: number) => number {
  let count = 0;
  return (end) => {
    count += 1;
    return createHash("sha256").update(`${seed} ${count}`).digest().readUInt32LE() % end;
  };
}
