import { createCompletionRequestParameters } from "@completions-api/validators/openai";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJsonBody } from "../../src/index.ts";
import { caught } from "./caught.ts";
import { number } from "./number.ts";

function parse(text: string): unknown {
  return parseJsonBody(new TextEncoder().encode(text));
}

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

  test("are told from texts that look like them", () => {
    const body = '{"prompt":["1e400","\\\\","\\"1e400"],"stop":"0.1e-400"}';
    expect(parse(body)).toEqual(JSON.parse(body));
  });

  test("are found behind texts, and their names are read", () => {
    const error = caught(() => parse('{"prompt":"","logit_bias":{"1":1,"a\\"\\u0062":[2,{"x":[]},1e400]}}'));
    expect(error.body).toMatchObject({ detail: { loc: ["body", "logit_bias", 'a"b', "2"], value: "1e400" } });
  });

  test("count as often as JSON.parse reads them: the last of one name", () => {
    expect(parse('{"prompt":"","seed":1e400,"seed":1}')).toEqual({ prompt: "", seed: 1 });
    expect(caught(() => parse('{"prompt":"","seed":1,"\\u0073eed":1e400}')).status).toBe(422);
  });

  test("are refused exactly if their digits are those of another integer", () => {
    const digits = fc.stringMatching(/^[1-9]\d{0,20}$/);
    fc.assert(
      fc.property(
        digits,
        fc.stringMatching(/^\d{0,20}$/),
        fc.integer({ min: -20, max: 5 }),
        (integer, fraction, power) => {
          const written = `${integer}.${fraction}0e${power}`;
          const value = Number(written);
          // Compares fractions of integers, which are exact: written = numerator / 10 ** places.
          const places = BigInt(fraction.length + 1 + 20);
          const numerator = BigInt(`${integer}${fraction}0`) * 10n ** BigInt(20 + power);
          const isInteger = numerator % 10n ** places === 0n;
          const isOther = Number.isSafeInteger(value) && BigInt(value) * 10n ** places !== numerator;
          const isRefused = isOther || (Number.isInteger(value) && !isInteger);
          const read = (): unknown => parse(`{"prompt":[${written}]}`);
          if (isRefused) expect(caught(read).status).toBe(422);
          else expect(read()).toEqual({ prompt: [value] });
        },
      ),
    );
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
