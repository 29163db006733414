import { describe, expect, test } from "vitest";
import { type DialectName, dialects } from "../../src/backends/openai/dialects.ts";
import { events, type Script } from "../support/scripted-upstream.ts";
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

  test("only the impossible number: node-llama-cpp counts no prompt that it has seen before", async () => {
    const script = events(whale, usageChunk(0, 7), "[DONE]");
    expect(await usageFrom(script, "openai")).toEqual([2, 7]);
  });
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
