import { expect, test } from "vitest";
import { readStreamShape } from "../../src/probe/read-stream-shape.ts";
import { encode } from "../support/scripted-upstream.ts";

const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };
const text = { index: 0, text: "a", finish_reason: null };
const end = { index: 0, text: "", finish_reason: "stop" };

test.each([
  ["vLLM", [{ choices: [text] }, { choices: [end] }, { choices: [], usage }], "event-of-its-own"],
  [
    "LiteLLM",
    [{ choices: [text] }, { choices: [end] }, { choices: [{ index: 0 }], usage }],
    "event-of-its-own",
  ],
  ["llama.cpp", [{ choices: [text] }, { choices: [end], usage }], "end-of-choice"],
  ["a server without usage", [{ choices: [text] }, { choices: [end] }], undefined],
])("finds the usage in a stream of %s", (_, events, place) => {
  const body = [...events, "[DONE]"].map(encode).join("");
  expect(readStreamShape(Buffer.from(body))).toEqual({ usage: place, isDone: true });
});
