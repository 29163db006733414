import { createStreamGrammar } from "@completions-api/protocol";
import { completionRules, findBrokenRules, logprobsRules } from "@completions-api/protocol/rules";
import { splitEvents } from "@completions-api/testing";
import * as completions from "@completions-api/validators";
import * as openAI from "@completions-api/validators/openai";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { createMockFetch, type MockFetch } from "../src/fetch.ts";
import { type Answer, InvalidReplyError } from "../src/index.ts";
import { target } from "./support/ask.ts";
import { expectResponse } from "./support/expect-response.ts";
import { fromSchema } from "./support/from-schema.ts";
import { countingEngine } from "./support/test-engines.ts";

let mock: MockFetch;
beforeAll(async () => {
  mock = await createMockFetch({ engine: countingEngine });
});

describe("a reply is refused when it is registered", () => {
  test.each<[unknown, path: string, problem: string]>([
    [{ status: 418 }, "answer.status", "must be a status of the contract's errors: one of 400, 401, "],
    [{ status: 200 }, "answer.status", "must be at least 400"],
    [
      { status: 429, code: "internal_error" },
      "answer.code",
      "must be a code of status 429: one of too_many_requests, rate_limit_exceeded",
    ],
    [
      { status: 429, message: "." },
      "answer",
      "breaks the contract of the face completions: The response does not match the spec: body.error must not be empty",
    ],
    [{ status: 429, value: 1 }, "answer.value", "must only be given with status 422"],
    [
      { status: 422, contextOverflow: { promptTokens: 1, maxTokens: 1, contextLength: 1 } },
      "answer.contextOverflow",
      "needs status 400",
    ],
    [{ text: "a", finish_reason: "stop" }, "answer.finish_reason", "is not a known property"],
    [{ tokens: [{ text: "a", after: -1 }] }, "answer.tokens[0].after", "must be at least 0"],
    [{ tokens: [{ text: "a", logprob: Number.NaN }] }, "answer.tokens[0].logprob", "must be a number"],
    [
      { tokens: [{ text: "a", logprob: -1, alternatives: { b: -0.1 } }] },
      "answer",
      "breaks the contract of the face openai: rule logprobs-when-asked requires probabilities of at most 1 in total",
    ],
    [
      { tokens: ["\ud83d", "\ude00"] },
      "answer",
      "breaks the contract of the face openai: rule logprobs-fit-text requires tokens that join to",
    ],
    [
      { text: ["a", "b"], finishReason: "length", usage: { completionTokens: 3 } },
      "answer.usage.completionTokens",
      "is 3, but the contract allows 4 to 4",
    ],
    [
      { text: "a", usage: { promptTokens: 2 ** 53 - 1 } },
      "answer.usage",
      "has 9007199254740992 tokens in total, more than JSON can state exactly",
    ],
    [
      { status: 422, value: JSON.parse(`${"[".repeat(2000)}${"]".repeat(2000)}`) },
      "it",
      "is nested more than",
    ],
    [{ example: "none" }, "answer.example", "must be an example of the spec: one of sample, "],
    [
      { invalid: true, headers: { "a b": "c" } },
      "answer.headers",
      "must have names and values that HTTP allows",
    ],
    [{ invalid: true, status: 204, body: "a" }, "answer.status", "must not be 204 with a body"],
    [
      ["a", { generate: true, fault: { type: "explode" } }],
      "answer[1].fault.type",
      'must be "disconnect", "stall", ',
    ],
    [[], "answer", "must not be empty"],
    [{ invalid: true, body: 5n }, "it", "cannot be read as JSON: "],
  ])("%o", (answer, path, problem) => {
    const register = () => mock.reply({ prompt: "a" }, answer as Answer);
    expect(register).toThrow(InvalidReplyError);
    expect(register).toThrow(`is invalid: ${path} ${problem}`);
    expect(mock.unusedReplies).toEqual([]);
  });

  test("for its matcher, too", () => {
    expect(() => mock.reply({ prompt: { includes: "a", flags: "i" } }, "a")).toThrow(
      "when.prompt.flags is not",
    );
    expect(() => mock.reply({ prompt: { matches: "(" } }, "a")).toThrow(
      "when.prompt.matches must be a regular",
    );
    // @ts-expect-error: a function belongs elsewhere.
    expect(() => mock.reply({ matches: /a/ }, "a")).toThrow("when.matches is not a known property");
  });

  test("and a long one in little time", () => {
    // 20,000 tokens, which take half a second. If the time grew with their square, it would be more than ten.
    expect(() => mock.reply("a ".repeat(20_000)).remove()).not.toThrow();
  }, 5000);

  test("and what was checked is what is answered, whatever becomes of the object", async () => {
    const answer = { text: "before", toJSON: () => ({ text: "checked" }) };
    const registrations = [mock.reply(answer), mock.once(() => answer)];
    answer.text = "after";
    for (const _ of registrations) {
      const body = JSON.stringify({ prompt: "a" });
      const headers = { authorization: "Bearer a", "content-type": "application/json" };
      const response = await mock.fetch(mock.url + target, { method: "POST", headers, body });
      expect(await response.text()).toContain('"checked"');
    }
    for (const registration of registrations) registration.remove();
  });

  test("even where `then` adds to it", () => {
    const once = mock.once("a");
    expect(() => once.then({ status: 418 })).toThrow(/^Reply \d+ \(any request\) is invalid: answer\.status/);
    once.remove();
    expect(mock.unusedReplies).toEqual([]);
  });
});

const faces = [
  {
    target,
    usage: "last-event",
    maxTokens: 256,
    rules: completionRules,
    validateEvent: completions.validateCompletionEvent,
    options: {},
  },
  {
    target: "/v1/completions",
    usage: "own-event",
    maxTokens: 16,
    rules: [...completionRules, ...logprobsRules],
    validateEvent: openAI.validateCompletionEvent,
    options: { stream_options: { include_usage: true } },
  },
] as const;

/** The parameters that a completion depends on. */
const requests = fc.record(
  {
    prompt: fc.oneof(fc.string(), fc.array(fc.string(), { minLength: 1, maxLength: 2 })),
    max_tokens: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constantFrom(8, 2 ** 53, 1e308)),
    stop: fc.oneof(
      fc.array(fc.string({ minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 2 }),
      fc.constantFrom(["\ude00"], ["\ud83d"]),
    ),
    n: fc.integer({ min: 1, max: 3 }),
    logprobs: fc.integer({ min: 0, max: 5 }),
    echo: fc.boolean(),
  },
  { requiredKeys: ["prompt"] },
);

/** Answers of every kind, a few of them wrong. Texts have characters that are surrogate pairs. */
const answers = fc.oneof(
  { weight: 8, arbitrary: fromSchema("Answer", 1) },
  { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom("😀", "a", " ", "\ud83d") }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("sample", "streamed", "text-prompts", "rate-limited").map((example) => ({
      example,
    })),
  },
);

test("an answer that registers gives responses that follow the contract, and any other says why it does not", async () => {
  let registered = 0;
  await fc.assert(
    fc.asyncProperty(answers, requests, async (given, request) => {
      mock.reset();
      try {
        mock.reply(withoutWaits(given));
        registered += 1;
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidReplyError);
        expect(String(error)).toMatch(/ is invalid: answer.* (must|is|breaks|needs|has) .+\.$/s);
        return;
      }
      for (const face of faces) {
        for (const stream of [false, true]) {
          // The API's own face has one choice for each prompt.
          const n = face.usage === "own-event" ? (request.n ?? 1) : 1;
          const body = JSON.stringify({ ...request, n, ...(stream && { stream, ...face.options }) });
          const headers = {
            authorization: "Bearer a",
            "content-type": "application/json",
            "extra-parameters": "pass-through",
          };
          const response = await mock.fetch(mock.url + face.target, { method: "POST", headers, body });
          const text = await response.text();
          // The 500 for a failure of the mock itself.
          expect(text).not.toContain("could not process this request");
          const prompts = [request.prompt].flat();
          if (!stream || response.status !== 200) {
            expectResponse({ status: response.status, headers: response.headers, body: text });
            if (response.status !== 200 || isGenerated(given)) continue;
            const { max_tokens: maxTokens = face.maxTokens, stop = [], echo = false, logprobs } = request;
            const options = {
              prompts,
              maxTokens,
              stop,
              echo,
              logprobs,
              stream,
              n,
              bestOf: n,
              usage: face.usage,
            };
            expect(findBrokenRules(face.rules, options, JSON.parse(text))).toEqual([]);
            continue;
          }
          const grammar = createStreamGrammar({ prompts: prompts.length, n, usage: face.usage });
          for (const event of splitEvents(text)) {
            const validation = event === "[DONE]" ? undefined : face.validateEvent(JSON.parse(event));
            if (validation?.valid === false) expect.fail(JSON.stringify(validation.problems[0]));
            expect(grammar.accept(validation?.valid ? validation.value : "[DONE]")).toBeUndefined();
          }
          expect(grammar.end()).toBeUndefined();
        }
      }
    }),
    { numRuns: 300 },
  );
  // Otherwise the property would say nothing.
  expect(registered).toBeGreaterThan(50);
});

/** Returns true for an answer by the test's engine, which does not care for the request's parameters. */
function isGenerated(answer: unknown): boolean {
  return typeof answer === "object" && answer !== null && "generate" in answer;
}

/** Removes what would take long or break the response on purpose. */
function withoutWaits(answer: unknown): Answer {
  const text = JSON.stringify(answer, (name, value) =>
    ["latency", "fault", "after", "invalid"].includes(name) ? undefined : value,
  );
  // An answer as JSON, which may be wrong.
  return JSON.parse(text) as Answer;
}
