import type { CreateCompletionRequest } from "@completions-api/types";
import { createCompletionRequestParameters } from "@completions-api/validators";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyExtraParametersPolicy, splitExtraParameters } from "../../src/index.ts";
import { caught } from "./caught.ts";

const traps = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "Temperature",
  "temperature ",
  "model",
];

/** Bodies as JSON.parse returns them, which may have own properties of any name. */
const body: fc.Arbitrary<CreateCompletionRequest> = fc
  .dictionary(
    fc.oneof(fc.constantFrom(...createCompletionRequestParameters, ...traps), fc.string()),
    fc.jsonValue(),
  )
  .map((properties) => JSON.parse(JSON.stringify({ prompt: "", ...properties })));

describe("splitExtraParameters", () => {
  test("puts each property in exactly one object, and changes none", () => {
    const names: readonly string[] = createCompletionRequestParameters;
    fc.assert(
      fc.property(body, (body) => {
        const before = JSON.stringify(body);
        const { known, extra } = splitExtraParameters(body);
        expect(JSON.stringify(body)).toBe(before);
        expect(Object.keys(known)).toStrictEqual(Object.keys(body).filter((name) => names.includes(name)));
        expect(Object.keys(extra)).toStrictEqual(Object.keys(body).filter((name) => !names.includes(name)));
        for (const [name, value] of Object.entries(body)) {
          expect(Object.entries({ ...known, ...extra }).find(([other]) => other === name)?.[1]).toBe(value);
        }
      }),
    );
  });

  test("is not tricked by the names of inherited properties", () => {
    const body: CreateCompletionRequest = JSON.parse(
      '{"prompt":"","__proto__":{"temperature":5},"constructor":1}',
    );
    const { known, extra } = splitExtraParameters(body);
    expect(known.temperature).toBeUndefined();
    expect(Object.keys(extra)).toStrictEqual(["__proto__", "constructor"]);
    expect(extra.temperature).toBeUndefined();
    expect(extra.toString).toBeUndefined();
  });
});

describe("applyExtraParametersPolicy", () => {
  const { extra } = splitExtraParameters({ prompt: "", best_of: 3, logprobs: "secret" });
  const { extra: none } = splitExtraParameters({ prompt: "" });

  test("returns all parameters under `pass-through`", () => {
    expect(applyExtraParametersPolicy("pass-through", extra)).toBe(extra);
  });

  test("returns none under `ignore`", () => {
    expect(Object.keys(applyExtraParametersPolicy("ignore", extra))).toStrictEqual([]);
  });

  test("refuses them under `error`, with their names but not their values", () => {
    const error = caught(() => applyExtraParametersPolicy("error", extra));
    expect(error).toMatchObject({
      status: 400,
      code: "extra_parameters_not_allowed",
      body: { param: "best_of" },
    });
    expect(error.body.error).toBe("Extra parameters are not allowed: best_of, logprobs");
    expect(error.message).not.toContain("secret");
  });

  test.each(["error", "ignore", "pass-through"] as const)(
    "accepts a body without extra parameters under `%s`",
    (policy) => {
      expect(Object.keys(applyExtraParametersPolicy(policy, none))).toStrictEqual([]);
    },
  );

  test("quotes odd names so that they can be told apart", () => {
    const { extra } = splitExtraParameters({ prompt: "", "a, b": 1, "": 1, "new\nline": 1, größe: 1 });
    expect(caught(() => applyExtraParametersPolicy("error", extra)).message).toContain(
      ": `a, b`, ``, `new\\nline`, `größe`. ",
    );
  });

  test("writes a short message for many long names", () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `${"😀".repeat(100)}${index}`);
    const { extra } = splitExtraParameters({
      prompt: "",
      ...Object.fromEntries(names.map((name) => [name, 1])),
    });
    const error = caught(() => applyExtraParametersPolicy("error", extra));
    expect(error.message).toContain(" and 9980 more. ");
    expect(error.message.length).toBeLessThan(4000);
    expect(error.body).toHaveProperty("param", `${"😀".repeat(64)}…`);
  });
});
