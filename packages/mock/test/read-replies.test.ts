import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, expectTypeOf, test } from "vitest";
import schema from "../replies.schema.json" with { type: "json" };
import type { Reply } from "../src/generated/checks.js";
import type { ReplyDefinition } from "../src/replies/reply.ts";
import { InvalidScriptError } from "../src/script/invalid-script-error.ts";
import { readReplies } from "../src/script/read-replies.ts";
import { fromSchema } from "./support/from-schema.ts";

const problemsOf = (value: unknown): string[] => {
  try {
    readReplies(value);
    return [];
  } catch (error) {
    return error instanceof InvalidScriptError ? error.message.split("\n") : [String(error)];
  }
};

type Writable<Type> = Type extends object ? { -readonly [Name in keyof Type]: Writable<Type[Name]> } : Type;

test("reads one reply, a list and a mapping with a list", () => {
  // The types have exactly what the schema has.
  expectTypeOf<Writable<ReplyDefinition>>().toEqualTypeOf<Writable<Reply>>();
  const reply = { when: { prompt: { includes: "hello" } }, answer: ["a", { status: 429, retryAfter: 2 }] };
  for (const value of [reply, [reply], { replies: [reply] }]) expect(readReplies(value)).toEqual([reply]);
});

test.each<[string, unknown, string[]]>([
  ["a text", "Hello", ["The value must be an object or an array."]],
  ["no answer", {}, ["answer is required."]],
  [
    "a misspelled property",
    { answer: { generate: true, delay: {} } },
    ["answer.delay is not a known property (known: generate, latency, fault)."],
  ],
  [
    "an error with a text",
    [{ answer: "a" }, { answer: { status: 200, text: "a" } }],
    ["[1].answer.status is not a known property (known: text, finishReason, usage, latency, fault)."],
  ],
  [
    "several replies",
    {
      replies: [
        { answer: 1, times: 0 },
        { answer: [], when: { prompt: { matches: "a", flags: "q" } } },
        { answer: ["a", { tokens: [{ text: "a", logprob: 0.5 }] }] },
      ],
    },
    [
      "replies[0].answer must be a string, an object or an array.",
      "replies[0].times must be at least 1.",
      "replies[1].when.prompt.flags must match ^[dgimsuvy]*$, for example i.",
      "replies[1].answer must not be empty.",
      "replies[2].answer[1].tokens[0].logprob must be at most 0.",
    ],
  ],
])("lists the problems of %s", (_, value, problems) => {
  expect(problemsOf(value)).toEqual(problems);
});

test("agrees with plain ajv on values that are nearly valid", () => {
  // Also checks the schema itself against its meta-schema.
  const validate = new Ajv2020().addSchema(schema, "replies").getSchema("replies#/$defs/Replies");
  fc.assert(
    fc.property(fromSchema("Replies", 3), (value) => {
      expect(problemsOf(value).length === 0, JSON.stringify(value)).toBe(validate?.(value));
    }),
    { numRuns: 1000 },
  );
});
