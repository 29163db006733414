import { type Engine, startMock } from "@completions-api/mock";
import { contextLengthExceeded } from "@completions-api/protocol";
import { describe, expect, test } from "vitest";
import { casesOf } from "../src/index.ts";
import { baseUrlOf, collectResults } from "./support/run-cases.ts";

const contextLength = 512;

/**
 * Creates a model that keeps the contract, but whose texts decide little.
 *
 * @param write - returns the tokens of a text. If they are fewer than its limit, the text ends by itself.
 */
function modelThat(write: (limit: number) => readonly string[]): Engine {
  return {
    model: "whale-1b",
    capabilities: ["n"],
    async *generate({ prompts, maxTokens, stop, n = 1 }) {
      for (const [position, { prompt }] of prompts.entries()) {
        const promptTokens = 1 + prompt.length;
        if (promptTokens + maxTokens > contextLength) {
          throw contextLengthExceeded({ promptTokens, maxTokens, contextLength });
        }
        for (let choice = 0; choice < n; choice += 1) {
          const tokens = write(maxTokens).slice(0, maxTokens);
          const whole = tokens.join("");
          const ends = stop.map((sequence) => whole.indexOf(sequence)).filter((end) => end >= 0);
          const isWhole = ends.length === 0 && tokens.length === maxTokens;
          yield {
            index: position * n + choice,
            text: whole.slice(0, Math.min(whole.length, ...ends)),
            tokens: tokens.length,
            promptTokens,
            finishReason: isWhole ? "length" : "stop",
          };
        }
      }
    },
  };
}

const models: readonly [what: string, model: Engine][] = [
  ["ends each text at once", modelThat(() => [])],
  ["ends each text after two tokens", modelThat(() => ["Yes", "."])],
  ["knows one token", modelThat((limit) => Array.from({ length: limit }, () => "a"))],
  ["knows only tokens without text", modelThat((limit) => Array.from({ length: limit }, () => ""))],
  ["writes broken characters", modelThat((limit) => Array.from({ length: limit }, () => "\uFFFD"))],
];

/** The cases of both faces that a text decides. */
const textual = [
  ...["choices-in-prompt-order", "frequency-penalty-effect", "length-means-max-tokens", "max-tokens-bound"],
  ...[
    "max-tokens-default",
    "presence-penalty-effect",
    "seed-repeats",
    "stop-ends-text",
    "stream-equals-json",
  ],
  ...["stream-of-tokens-equals-json", "temperature-zero-is-greedy", "top-p-zero-is-greedy"],
];

describe.each(["completions", "openai"] as const)("on the face %s", (face) => {
  test.each(models)("no case fails on a model that %s", async (what, engine) => {
    await using mock = await startMock({ port: 0, engine });
    const target = {
      ...{ baseUrl: baseUrlOf(mock.url, face), face, token: "abcde12345" },
      capabilities: [
        ...(["greedy-repeats", "seeds-repeat", "any-token"] as const),
        ...(["several-prompts", "token-prompts"] as const),
      ],
    };
    const results = await collectResults({ target, cases: casesOf(face) });
    const failures = results.filter(({ outcome }) => outcome === "failed" || outcome === "warned");
    expect(failures).toEqual([]);
    const undecided = results.filter(({ outcome }) => outcome === "inconclusive").map(({ id }) => id);
    if (what === "ends each text at once") expect(undecided).toEqual(expect.arrayContaining(textual));
    expect(undecided).toEqual(expect.arrayContaining(["seed-repeats"]));
  });
});
