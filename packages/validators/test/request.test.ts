import { describe, expect, test } from "vitest";
import * as azure from "../src/index.ts";
import * as openai from "../src/openai.ts";
import { faces } from "./faces.ts";
import { problemsOf } from "./problems-of.ts";

const forms = "must be a string, an array of strings, an array of integers or an array of arrays of integers";

describe.each(faces)("%s", (_, { validateCreateCompletionRequest: validate }) => {
  const faultsOf = (body: unknown) => problemsOf(validate(body));

  test.each([
    { prompt: "" },
    { prompt: ["a", ""] },
    { prompt: [0, 50256] },
    { prompt: [[1], [2, 3]] },
    {
      prompt: "a",
      temperature: 0,
      top_p: 0,
      max_tokens: 1,
      seed: -(2 ** 53 - 1),
      stop: [],
      frequency_penalty: -2,
    },
    { prompt: "a", top_k: 40, other: { any: ["thing"] } },
    {
      prompt: "a",
      frequency_penalty: null,
      max_tokens: null,
      presence_penalty: null,
      seed: null,
      stop: null,
      stream: null,
      temperature: null,
      top_p: null,
    },
  ])("%j is valid, and returned unchanged", (body) => {
    const validation = validate(body);
    expect(validation).toEqual({ valid: true, value: body });
    expect(validation.valid && validation.value).toBe(body);
  });

  describe("each fault is one problem", () => {
    test.each([
      [null, "body: must be an object"],
      [[], "body: must be an object"],
      ["{}", "body: must be an object"],
      [{}, "body.prompt: is required"],
      [{ prompt: null }, `body.prompt: ${forms}`],
      [{ prompt: {} }, `body.prompt: ${forms}`],
      [{ prompt: 1 }, `body.prompt: ${forms}`],
      [{ prompt: [] }, "body.prompt: must not be empty"],
      [{ prompt: [null] }, "body.prompt.0: must be a string, an integer or an array of integers"],
      [{ prompt: [{}, 1] }, "body.prompt.0: must be a string, an integer or an array of integers"],
      [{ prompt: ["a", 1] }, "body.prompt.1: must be a string"],
      [{ prompt: [1, "a"] }, "body.prompt.1: must be an integer"],
      [{ prompt: [1.5] }, "body.prompt.0: must be an integer"],
      [{ prompt: [-1] }, "body.prompt.0: must be at least 0"],
      [{ prompt: [-1.5] }, "body.prompt.0: must be an integer"],
      [{ prompt: [1, [2]] }, "body.prompt.1: must be an integer"],
      [{ prompt: [[]] }, "body.prompt.0: must not be empty"],
      [{ prompt: [[1], 2] }, "body.prompt.1: must be an array"],
      [{ prompt: [[1, "x"]] }, "body.prompt.0.1: must be an integer"],
      [{ prompt: [["a"]] }, "body.prompt.0.0: must be an integer"],
      [{ prompt: [[[1]]] }, "body.prompt.0.0: must be an integer"],
      [{ prompt: "a", frequency_penalty: -2.1 }, "body.frequency_penalty: must be at least -2"],
      [{ prompt: "a", presence_penalty: 2.1 }, "body.presence_penalty: must be at most 2"],
      [{ prompt: "a", max_tokens: 0.5 }, "body.max_tokens: must be an integer"],
      [{ prompt: "a", max_tokens: "16" }, "body.max_tokens: must be an integer"],
      [{ prompt: "a", seed: 2 ** 53 }, "body.seed: must be at most 9007199254740991"],
      [{ prompt: "a", stop: "" }, "body.stop: must not be empty"],
      [{ prompt: "a", stop: 1 }, "body.stop: must be a string or an array of strings"],
      [{ prompt: "a", stop: ["a", ""] }, "body.stop.1: must not be empty"],
      [{ prompt: "a", stop: ["a", "b", "c", "d", "e"] }, "body.stop: must have at most 4 items"],
      [{ prompt: "a", stream: "true" }, "body.stream: must be true or false"],
      [{ prompt: "a", temperature: 2.5 }, "body.temperature: must be at most 2"],
      [{ prompt: "a", temperature: "1" }, "body.temperature: must be a number"],
      [{ prompt: "a", top_p: 1.01 }, "body.top_p: must be at most 1"],
    ])("%j: %s", (body, problem) => {
      expect(faultsOf(body)).toEqual([problem]);
    });
  });

  test("a problem has the path, the value at that path, the message and the keyword", () => {
    expect(validate({ prompt: [[1, "x"]] })).toEqual({
      valid: false,
      problems: [
        { loc: ["body", "prompt", "0", "1"], value: "x", message: "must be an integer", keyword: "type" },
      ],
    });
  });

  test("several problems are in the order of the schema", () => {
    const body = { top_p: 2, temperature: -1, stop: ["", 1], max_tokens: 0.5, frequency_penalty: "0" };
    expect(faultsOf(body)).toEqual([
      "body.prompt: is required",
      "body.frequency_penalty: must be a number",
      "body.max_tokens: must be an integer",
      "body.stop.0: must not be empty",
      "body.stop.1: must be a string",
      "body.temperature: must be at least 0",
      "body.top_p: must be at most 1",
    ]);
  });

  test("after 32 faults the rest of an array is skipped, but not what follows the array", () => {
    const tokens = faultsOf({
      prompt: [1, ...Array(100_000).fill("x")],
      stop: ["a", "", ""],
      temperature: 3,
    });
    expect(tokens).toHaveLength(34);
    expect(tokens.slice(-3)).toEqual([
      "body.prompt.32: must be an integer",
      "body.stop.1: must not be empty",
      "body.temperature: must be at most 2",
    ]);
    expect(faultsOf({ prompt: Array(100_000).fill([1, "x"]) })).toHaveLength(32);
  });

  describe("a request has only its own properties", () => {
    test("a property named __proto__ is an extra parameter, and nothing is inherited from it", () => {
      const body: unknown = JSON.parse('{"__proto__": {"prompt": "a", "temperature": 3}}');
      expect(faultsOf(body)).toEqual(["body.prompt: is required"]);
      expect(Object.hasOwn(Object.prototype, "prompt")).toBe(false);
    });

    test("an inherited prompt is missing, and the problem's value is undefined", () => {
      expect(validate(Object.create({ prompt: "a" }))).toMatchObject({
        problems: [{ loc: ["body", "prompt"], value: undefined }],
      });
    });

    test("other inherited properties must be valid, because code that reads the request sees them", () => {
      const body = Object.assign(Object.create({ temperature: 3 }), { prompt: "a" });
      expect(faultsOf(body)).toEqual(["body.temperature: must be at most 2"]);
    });

    test("a property is read once", () => {
      let reads = 0;
      const body = {
        get prompt() {
          reads++;
          return ["a"];
        },
      };
      expect(faultsOf(body)).toEqual([]);
      expect(reads).toBe(1);
    });

    test("an undefined property is missing", () => {
      expect(faultsOf({ prompt: undefined })).toEqual(["body.prompt: is required"]);
      expect(faultsOf({ prompt: "a", temperature: undefined })).toEqual([]);
    });
  });

  test("a deeply nested prompt is one problem", () => {
    const nested: unknown = JSON.parse(`${"[".repeat(10_000)}${"]".repeat(10_000)}`);
    expect(faultsOf({ prompt: nested })).toEqual(["body.prompt.0.0: must be an integer"]);
  });
});

test("on our own face, OpenAI's parameters are extra parameters, and `max_tokens` is at least 1", () => {
  const validate = azure.validateCreateCompletionRequest;
  expect(problemsOf(validate({ prompt: "a", logprobs: { any: ["thing"] }, n: -1 }))).toEqual([]);
  expect(problemsOf(validate({ prompt: "a", max_tokens: 0 }))).toEqual([
    "body.max_tokens: must be at least 1",
  ]);
});

test.each<[parameters: object, problems: string[]]>([
  [{ model: "m", user: "", suffix: "", n: 1, best_of: 1, logprobs: 0, max_tokens: 0, logit_bias: {} }, []],
  [{ n: 128, best_of: 20, logprobs: 5, logit_bias: { 7: -100, 8: 100, 9: 0.5 } }, []],
  [{ stream_options: {} }, []],
  [{ stream_options: { include_usage: null, include_obfuscation: false } }, []],
  [{ max_tokens: -1 }, ["max_tokens: must be at least 0"]],
  [{ model: "" }, ["model: must not be empty"]],
  [{ model: 1 }, ["model: must be a string"]],
  [{ n: 0 }, ["n: must be at least 1"]],
  [{ n: 129 }, ["n: must be at most 128"]],
  [{ n: 1.5 }, ["n: must be an integer"]],
  [{ best_of: 0 }, ["best_of: must be at least 1"]],
  [{ best_of: 21 }, ["best_of: must be at most 20"]],
  [{ echo: 1 }, ["echo: must be true or false"]],
  [{ logprobs: true }, ["logprobs: must be an integer"]],
  [{ logprobs: -1 }, ["logprobs: must be at least 0"]],
  [{ logprobs: 6 }, ["logprobs: must be at most 5"]],
  [{ logit_bias: [] }, ["logit_bias: must be an object"]],
  [
    { logit_bias: { 7: -100.5, 8: 101, 9: "1", "a/b~c": null } },
    [
      "logit_bias.7: must be at least -100",
      "logit_bias.8: must be at most 100",
      "logit_bias.9: must be a number",
      "logit_bias.a/b~c: must be a number",
    ],
  ],
  [{ suffix: 1, user: {} }, ["suffix: must be a string", "user: must be a string"]],
  [{ stream_options: true }, ["stream_options: must be an object"]],
  [{ stream_options: { include_usage: 1 } }, ["stream_options.include_usage: must be true or false"]],
])("OpenAI's parameters %j: %j", (parameters, problems) => {
  const expected = problems.map((problem) => `body.${problem}`);
  const body = { prompt: "a", ...parameters };
  expect(problemsOf(openai.validateCreateCompletionRequest(body))).toEqual(expected);
});

test("after 32 faults the rest of a map is skipped, but not what follows the map", () => {
  const biases = Object.fromEntries(Array.from({ length: 100_000 }, (_, token) => [token, "x"]));
  const body = { prompt: "a", logit_bias: biases, user: 1 };
  expect(problemsOf(openai.validateCreateCompletionRequest(body))).toHaveLength(33);
});
