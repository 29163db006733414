import { createCompletionRequestParameters } from "@completions-api/validators/openai";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJsonBody } from "../../src/index.ts";
import { caught } from "./caught.ts";

function parse(text: string, keepsNumbers = true): unknown {
  return parseJsonBody(new TextEncoder().encode(text), { keepsNumbers });
}

/** Numbers in every form of RFC 8259. */
const number = fc
  .tuple(
    fc.constantFrom("", "-"),
    fc.oneof(fc.nat().map(String), fc.bigInt({ min: 0n, max: 10n ** 40n }).map(String)),
    fc.oneof(fc.constant(""), fc.stringMatching(/^\.\d{1,30}$/)),
    fc.oneof(fc.constant(""), fc.stringMatching(/^[eE][+-]?\d{1,3}$/)),
  )
  .map((parts) => parts.join(""));

describe("numbers of extra parameters", () => {
  test("are written as they were sent, wherever they are", () => {
    fc.assert(
      fc.property(number, number, (one, other) => {
        const body = `{"prompt":"1.0","top_k":${one},"nested":{"list":[1,${other}]}}`;
        expect(JSON.stringify(parse(body))).toBe(body);
      }),
    );
  });

  test.each(["9007199254740993", "1e400", "0.1e-400", "-0", "1.0", "1E5", "0.00000010", "1e-7"])(
    "%s",
    (written) => {
      expect(JSON.stringify(parse(`{"prompt":"","x":${written}}`))).toBe(`{"prompt":"","x":${written}}`);
    },
  );

  test("are plain numbers where that is the same", () => {
    expect(parse('{"x":40,"y":0.05,"z":-1}')).toEqual({ x: 40, y: 0.05, z: -1 });
  });

  test("are plain numbers unless they are to be kept", () => {
    expect(parse('{"x":40.0,"y":[1e2,9007199254740993]}', false)).toEqual({ x: 40, y: [100, 2 ** 53] });
  });

  test("do not disturb strings and names that look like them, or names of prototypes", () => {
    const body = '{"prompt":"1.0 \\"x\\": 1e400","x":1.0,"__proto__":{"y":2.0}}';
    expect(JSON.stringify(parse(body))).toBe(body);
  });

  test("are as JSON.parse reads them in what is nested too deeply for any engine", () => {
    const deep = `${"[".repeat(100_000)}1.0${"]".repeat(100_000)}`;
    expect(parse(`{"prompt":"","x":${deep}}`)).toHaveProperty("x");
  });
});

describe("numbers of known parameters", () => {
  test("are plain numbers, whatever they look like", () => {
    expect(
      parse('{"max_tokens":5.0,"temperature":1E0,"seed":-0,"top_p":0.69999999999999996,"x":1.0}'),
    ).toMatchObject({
      max_tokens: 5,
      temperature: 1,
      seed: -0,
      top_p: 0.7,
    });
  });

  test.each([
    ["temperature", "1e-400"],
    ["top_p", "0.1e-400"],
    ["temperature", "1e400"],
    ["max_tokens", "4.00000000000000000001"],
    ["max_tokens", "12345678.00000000001"],
    ["seed", "9007199254740991.1"],
    ["frequency_penalty", "2.0000000000000000000001"],
  ])("are refused if they would be rounded: %s of %s", (name, written) => {
    const text = `{"prompt":"","${name}":${written}}`;
    expect(caught(() => parse(text, false)).status).toBe(422);
    const error = caught(() => parse(text));
    expect(error).toMatchObject({ status: 422, code: "invalid_parameter" });
    expect(error.body).toMatchObject({ detail: { loc: ["body", name], value: written } });
  });

  test("may be integers that are in no vocabulary, whatever else the request has", () => {
    const body = '{"prompt":[10000000000000001],"x":1.0}';
    expect(parse(body)).toMatchObject({ prompt: [1e16] });
  });

  test("are refused within lists and objects, too", () => {
    const tokens = caught(() => parse('{"prompt":[[1],[2,3.00000000000000000001]]}'));
    expect(tokens.body).toMatchObject({ detail: { loc: ["body", "prompt", "1", "1"] } });
    const bias = caught(() => parse('{"prompt":"","logit_bias":{"5":1e-400}}'));
    expect(bias.body).toMatchObject({ detail: { loc: ["body", "logit_bias", "5"], value: "1e-400" } });
  });

  test("equal what JSON.parse reads, unless they are refused", () => {
    const name = fc.constantFrom(...createCompletionRequestParameters);
    fc.assert(
      fc.property(name, number, (name, written) => {
        const body = `{"${name}":${written}}`;
        try {
          expect(parse(body)).toEqual(JSON.parse(body));
        } catch (error) {
          expect(error).toMatchObject({ status: 422 });
          expect(Number.isInteger(Number(written)) || !Number.isFinite(Number(written))).toBe(true);
        }
      }),
    );
  });
});
