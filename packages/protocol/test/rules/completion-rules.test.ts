import { expect, test } from "vitest";
import {
  type CompletionOptions,
  completionRules,
  findBrokenRules,
  logprobsRules,
} from "../../src/rules/index.ts";

/** Returns the names of the rules that a text breaks. */
function broken(text: string, stop: readonly string[], parts: Partial<CompletionOptions> = {}): string[] {
  const options: CompletionOptions = {
    prompts: ["a"],
    maxTokens: 16,
    stop,
    stream: false,
    usage: "last-event",
    n: 1,
    bestOf: 1,
    echo: false,
    logprobs: undefined,
    ...parts,
  };
  const completion = {
    id: "a",
    object: "text_completion",
    created: 0,
    model: "a",
    choices: [{ index: 0, text, finish_reason: "stop" }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  } as const;
  return findBrokenRules([...completionRules, ...logprobsRules], options, completion).map(({ rule }) => rule);
}

test("a stop sequence of half a character is U+FFFD, and not a part of other characters", () => {
  expect(broken("a 😀", ["\ud83d", "\ude00"])).toEqual([]);
  expect(broken("a \ufffd", ["\ud83d"])).toEqual(["stop-excluded"]);
  expect(broken("a 😀", ["😀"])).toEqual(["stop-excluded"]);
});

test("an echoed prompt may have U+FFFD for half a character", () => {
  const echo = { prompts: ["a\ud83d b"], echo: true };
  expect(broken("a\ufffd b c", [], echo)).toEqual([]);
  expect(broken("a\ud83d b c", [], echo)).toEqual([]);
  expect(broken("a b c", [], echo)).toEqual(["echo-begins-text"]);
});
