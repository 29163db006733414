import { describe, expect, test } from "vitest";
import { validateCreateCompletionRequest } from "../src/index.ts";

/** Returns problems as `path: message`, as users see them. */
function problemsOf(body: unknown): string[] {
  const validation = validateCreateCompletionRequest(body);
  return validation.valid
    ? []
    : validation.problems.map(({ loc, message }) => `${loc.join(".")}: ${message}`);
}

const forms = "must be a string, an array of strings, an array of integers or an array of arrays of integers";

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
  { prompt: "a", model: "any", logprobs: { any: ["thing"] } },
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
  const validation = validateCreateCompletionRequest(body);
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
    [{ prompt: "a", max_tokens: 0 }, "body.max_tokens: must be at least 1"],
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
    expect(problemsOf(body)).toEqual([problem]);
  });
});

test("a problem has the path, the value at that path, the message and the keyword", () => {
  expect(validateCreateCompletionRequest({ prompt: [[1, "x"]] })).toEqual({
    valid: false,
    problems: [
      { loc: ["body", "prompt", "0", "1"], value: "x", message: "must be an integer", keyword: "type" },
    ],
  });
});

test("several problems are in the order of the schema", () => {
  const body = { top_p: 2, temperature: -1, stop: ["", 1], max_tokens: 0, frequency_penalty: "0" };
  expect(problemsOf(body)).toEqual([
    "body.prompt: is required",
    "body.frequency_penalty: must be a number",
    "body.max_tokens: must be at least 1",
    "body.stop.0: must not be empty",
    "body.stop.1: must be a string",
    "body.temperature: must be at least 0",
    "body.top_p: must be at most 1",
  ]);
});

test("after 32 faults the rest of an array is skipped, but not what follows the array", () => {
  const tokens = problemsOf({
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
  expect(problemsOf({ prompt: Array(100_000).fill([1, "x"]) })).toHaveLength(32);
});

describe("a request has only its own properties", () => {
  test("a property named __proto__ is an extra parameter, and nothing is inherited from it", () => {
    const body: unknown = JSON.parse('{"__proto__": {"prompt": "a", "temperature": 3}}');
    expect(problemsOf(body)).toEqual(["body.prompt: is required"]);
    expect(Object.hasOwn(Object.prototype, "prompt")).toBe(false);
  });

  test("an inherited prompt is missing, and the problem's value is undefined", () => {
    expect(validateCreateCompletionRequest(Object.create({ prompt: "a" }))).toMatchObject({
      problems: [{ loc: ["body", "prompt"], value: undefined }],
    });
  });

  test("other inherited properties must be valid, because code that reads the request sees them", () => {
    const body = Object.assign(Object.create({ temperature: 3 }), { prompt: "a" });
    expect(problemsOf(body)).toEqual(["body.temperature: must be at most 2"]);
  });

  test("a property is read once", () => {
    let reads = 0;
    const body = {
      get prompt() {
        reads++;
        return ["a"];
      },
    };
    expect(problemsOf(body)).toEqual([]);
    expect(reads).toBe(1);
  });

  test("an undefined property is missing", () => {
    expect(problemsOf({ prompt: undefined })).toEqual(["body.prompt: is required"]);
    expect(problemsOf({ prompt: "a", temperature: undefined })).toEqual([]);
  });
});

test("a deeply nested prompt is one problem", () => {
  const nested: unknown = JSON.parse(`${"[".repeat(10_000)}${"]".repeat(10_000)}`);
  expect(problemsOf({ prompt: nested })).toEqual(["body.prompt.0.0: must be an integer"]);
});
