import { describe, expect, test } from "vitest";
import { type DialectName, dialects } from "../../src/backends/openai/dialects.ts";
import { isPossiblePrompt } from "../../src/backends/openai/responses/possible-usage.ts";
import { events, json, type Script } from "../support/scripted-upstream.ts";
import {
  chunk,
  collectDeltas,
  requestFor,
  startEngine,
  usageChunk,
  usageOf,
} from "../support/test-engine.ts";

async function usageFrom(script: Script, dialect: DialectName, prompt: string | string[] = "Say it") {
  await using engine = await startEngine(script, { dialect: dialects[dialect] });
  const deltas = await collectDeltas(engine.generate, requestFor(prompt));
  const last = deltas.at(-1);
  return last && "promptTokens" in last ? [last.promptTokens, last.tokens] : undefined;
}

const whale = chunk("The whale", "stop");
/** The usage that the gateway counts itself for {@link whale}. */
const counted = [2, 2];

describe("an impossible usage is replaced by a count", () => {
  test.each<readonly [string, unknown]>([
    ["below 0", { prompt_tokens: -3, completion_tokens: 7 }],
    ["a fraction", { prompt_tokens: 3, completion_tokens: 7.5 }],
    ["beyond 2^53", { prompt_tokens: 2 ** 53, completion_tokens: 7 }],
    ["2^53 - 1", { prompt_tokens: 3, completion_tokens: 2 ** 53 - 1 }],
    [
      "beyond 32 bits, as an integer below 0 becomes without its sign",
      { prompt_tokens: 2 ** 32 - 1, completion_tokens: 7 },
    ],
    ["text", { prompt_tokens: "3", completion_tokens: "7" }],
    ["null", { prompt_tokens: null, completion_tokens: 7 }],
    ["missing", { prompt_tokens: 3 }],
    ["0 for a text", { prompt_tokens: 3, completion_tokens: 0 }],
    ["a list", [3, 7]],
    ["a number", 7],
    ["null itself", null],
  ])("%s", async (_, usage) => {
    for (const dialect of Object.keys(dialects) as DialectName[]) {
      const beside = events({ ...whale, usage }, "[DONE]");
      expect(await usageFrom(beside, dialect)).toEqual(counted);
      const alone = events(whale, { choices: [], usage }, "[DONE]");
      expect(await usageFrom(alone, dialect)).toEqual(counted);
    }
  });

  test.each([257, 2 ** 31 - 1])(
    "only the completion's, if max_tokens is 256 and it has %d",
    async (tokens) => {
      const script = events(whale, usageChunk(3, tokens), "[DONE]");
      expect(await usageFrom(script, "openai")).toEqual([3, 2]);
    },
  );

  test("only the impossible number: node-llama-cpp counts no prompt that it has seen before", async () => {
    const script = events(whale, usageChunk(0, 7), "[DONE]");
    expect(await usageFrom(script, "openai")).toEqual([2, 7]);
  });
});

describe("the number of tokens of a prompt", () => {
  const reported = (promptTokens: number) => events(whale, usageChunk(promptTokens, 7), "[DONE]");
  /** The prompt, and the tokens that it can have: those of a template, of no extra parameters, and one for each byte. */
  test.each<readonly [string, string, number]>([
    ["of a short prompt", "Say it", 4_096 + 2 + 6],
    ["of a long prompt", "Say it ".repeat(10_000), 4_096 + 2 + 70_000],
    ["of characters of several bytes", "\u{1F433}".repeat(10_000), 4_096 + 2 + 40_000],
  ])("%s is believed up to its bytes and those of a template", async (_, prompt, most) => {
    expect(await usageFrom(reported(most), "vllm", prompt)).toEqual([most, 7]);
    const [promptTokens = 0, completionTokens] = (await usageFrom(reported(most + 1), "vllm", prompt)) ?? [];
    expect(completionTokens).toBe(7);
    expect(promptTokens).toBeGreaterThan(0);
    expect(promptTokens).toBeLessThanOrEqual(Buffer.byteLength(prompt));
  });

  test("may include a template for each prompt, the suffix, and extra parameters", () => {
    const prompts = [listed("One"), listed([1, 2, 3])];
    const request = { prompts, maxTokens: 1, suffix: "end", extra: { documents: ["x".repeat(100)] } };
    const extraBytes = Buffer.byteLength(JSON.stringify(request.extra));
    const most = 2 * (4_096 + 3 + extraBytes) + 3 + 3 * 8;
    expect(isPossiblePrompt(most, request)).toBe(true);
    expect(isPossiblePrompt(most + 1, request)).toBe(false);
  });

  function listed(prompt: string | number[]) {
    return { prompt, loc: ["body", "prompt"] };
  }
});

test("the completion tokens include the choices of best_of that are not returned", async () => {
  const parts = { maxTokens: 5, bestOf: 4, stream: false };
  for (const [reported, expected] of [
    [20, 20],
    [18, 18],
    // More than all four can have. Counted: "The whale" has 2 tokens.
    [21, 8],
  ]) {
    const document = { ...whale, usage: usageOf(3, reported ?? 0) };
    await using engine = await startEngine(json(document), { dialect: dialects.openai });
    const [delta] = await collectDeltas(engine.generate, requestFor("Say it", parts));
    expect(delta?.tokens).toBe(expected);
  }
});

describe("the usage", () => {
  test.each<readonly [string, readonly object[], readonly number[]]>([
    ["twice, in events of its own", [whale, usageChunk(3, 7), usageChunk(9, 9)], [3, 7]],
    [
      "beside the end, then in an event of its own",
      [{ ...whale, usage: usageOf(0, 0) }, usageChunk(3, 7)],
      [3, 7],
    ],
    ["before the end only", [usageChunk(3, 7), whale], counted],
    ["beside an end that is repeated", [whale, { ...chunk("", "stop"), usage: usageOf(3, 7) }], [3, 7]],
    [
      "beside nonsense that comes later",
      [
        { ...whale, usage: usageOf(3, 7) },
        { choices: [], usage: { a: 1 } },
      ],
      [3, 7],
    ],
  ])("%s", async (_, stream, expected) => {
    expect(await usageFrom(events(...stream, "[DONE]"), "openai")).toEqual(expected);
  });

  const prompts = ["One", "Two"];
  const ended = (index: number, usage: object | null) => ({ ...chunk("x", "stop", index), usage });

  test.each<readonly [string, DialectName, readonly object[], readonly number[]]>([
    ["of each choice is summed", "tgi", [ended(0, usageOf(3, 4)), ended(1, usageOf(5, 6))], [8, 10]],
    [
      "of each choice is summed from a server of which that is not known",
      "openai",
      [ended(1, usageOf(3, 4)), ended(0, usageOf(5, 6))],
      [8, 10],
    ],
    ["of all choices may be beside the last", "openai", [ended(0, null), ended(1, usageOf(8, 10))], [8, 10]],
    [
      "of all choices is on its own",
      "vllm",
      [ended(0, usageOf(3, 4)), ended(1, usageOf(5, 6)), usageChunk(8, 9)],
      [8, 9],
    ],
    [
      "of one choice is not that of all",
      "tgi",
      [ended(0, { prompt_tokens: -1 }), ended(1, usageOf(5, 6))],
      [2, 2],
    ],
  ])("%s", async (_, dialect, stream, expected) => {
    expect(await usageFrom(events(...stream, "[DONE]"), dialect, prompts)).toEqual(expected);
  });
});
