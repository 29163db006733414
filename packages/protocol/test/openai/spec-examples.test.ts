import { describe, expect, test } from "vitest";
import {
  createStreamGrammar,
  decodeEvents,
  type HttpError,
  readBearerToken,
  toHttpError,
  tooManyRequests,
  unprocessableContent,
} from "../../src/index.ts";
import { readOpenAIParameters, toOpenAIErrorResponse, unknownModel } from "../../src/openai/index.ts";
import { openAISpec } from "../spec.ts";
import { streamOf } from "../stream/bytes.ts";

const { examples } = openAISpec.components;
const pairs = Object.entries(examples).flatMap(([key, example]) => {
  const { headers, body } = example["x-request"] ?? {};
  const name = key.replace(/-response$/, "");
  return body === undefined ? [] : [{ name, example, body, authorization: headers?.Authorization }];
});
type Pair = (typeof pairs)[number];

const isError = ({ example }: Pair) => Object.hasOwn(Object(example.value), "error");
const errors = pairs.filter(isError);
const completions = pairs.filter((pair) => !isError(pair));

/** The errors of valid requests that a server refuses. */
const refusals: Readonly<Record<string, HttpError>> = {
  "unknown-model": unknownModel("whale-1"),
  "rate-limited": tooManyRequests(5),
  "unsupported-parameter": unprocessableContent({
    code: "parameter_not_supported",
    loc: ["body", "logit_bias"],
    value: { "50256": -100 },
    message: "is not supported by the model",
    advice: "Leave it out.",
  }),
  "server-failure": toHttpError(new Error("A fault of the server")),
};

function refuse({ name, body, authorization = "Bearer abcde12345" }: Pair): HttpError {
  try {
    readBearerToken(authorization);
    readOpenAIParameters(body);
  } catch (error) {
    return toHttpError(error);
  }
  const refusal = refusals[name];
  if (refusal) return refusal;
  throw new Error(`Nothing refuses the request of the example ${name}.`);
}

describe("the request of each error example for OpenAI's clients causes that error", () => {
  test.each(errors)("$name", (pair) => {
    const { body, headers } = toOpenAIErrorResponse(refuse(pair));
    expect(JSON.parse(body)).toStrictEqual(pair.example.value);
    const expected = Object.entries(pair.example["x-headers"] ?? {});
    expect(headers).toMatchObject(
      Object.fromEntries(expected.map(([name, value]) => [name.toLowerCase(), String(value)])),
    );
    expect(headers).not.toHaveProperty("x-ms-error-code");
  });
});

describe("the request of each completion example for OpenAI's clients is valid", () => {
  test.each(completions)("$name", ({ body }) => {
    expect(readOpenAIParameters(body)).toMatchObject({ parameters: body, extra: {} });
  });
});

test("the example of a stream for OpenAI's clients follows the grammar", async () => {
  const grammar = createStreamGrammar({ prompts: 1, usage: "own-event" });
  const events = decodeEvents(streamOf([String(examples["streamed-response"]?.value)]));
  for await (const event of events) expect(grammar.accept(event)).toBeUndefined();
  expect(grammar.end()).toBeUndefined();
});
