import { createHash } from "node:crypto";
import type { Engine } from "@completions-api/mock";
import { contextLengthExceeded } from "@completions-api/protocol";

const contextLength = 1_000_000;
const words = ["sea ", "🐋", "\u2028", "\n: ", "the ", "an", "e s", "zq", ". "];

/**
 * A model as different from the embedded one as the contract allows: each character is a token, each prompt has one
 * token more, words need no spaces, texts end by themselves, and there is no fingerprint.
 */
export const otherEngine: Engine = {
  model: "whale-1b",
  async *generate({ prompts, maxTokens, stop, ...sampling }) {
    const { temperature, topP, seed = 0, frequencyPenalty, presencePenalty } = sampling;
    const isGreedy = temperature === 0 || topP === 0;
    const repeats = frequencyPenalty < 0 || presencePenalty < 0;
    for (const [index, { prompt }] of prompts.entries()) {
      const promptTokens = 1 + prompt.length;
      if (promptTokens + maxTokens > contextLength)
        throw contextLengthExceeded({ promptTokens, maxTokens, contextLength });

      const next = random(JSON.stringify([prompt, isGreedy || [temperature, topP, seed]]));
      const length = 5 + next(400);
      const favorite = next(words.length);
      let text = "";
      let tokens = 0;
      let finishReason: "stop" | "length" = length > maxTokens ? "length" : "stop";
      while (tokens < Math.min(length, maxTokens)) {
        text += words[repeats ? favorite : next(words.length)];
        tokens += 1;
        const ends = stop.map((sequence) => text.indexOf(sequence)).filter((place) => place >= 0);
        if (ends.length === 0) continue;
        text = text.slice(0, Math.min(...ends));
        finishReason = "stop";
        break;
      }
      for (const character of text) yield { index, text: character, tokens: 0, finishReason: null };
      yield { index, text: "", tokens, finishReason, promptTokens };
    }
  },
};

/** Returns a source of whole numbers below its argument, which repeats for the same `seed`. */
function random(seed: string): (end: number) => number {
  let count = 0;
  return (end) => {
    count += 1;
    return createHash("sha256").update(`${seed} ${count}`).digest().readUInt32LE() % end;
  };
}
