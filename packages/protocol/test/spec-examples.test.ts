import { describe, expect, test } from "vitest";
import {
  contentFiltered,
  contextLengthExceeded,
  createAssembler,
  createStreamGrammar,
  decodeEvents,
  errorResponse,
  type HttpError,
  listPrompts,
  otherError,
  type RawCompletionRequest,
  readCompletionRequest,
  toHttpError,
  tooManyRequests,
  unknownDeployment,
  unprocessableContent,
} from "../src/index.ts";
import { type SpecExample, spec } from "./spec.ts";
import { streamOf } from "./stream/bytes.ts";

const pairs = Object.entries(spec.components.examples).flatMap(([key, example]) => {
  const request = example["x-request"];
  return request ? [{ name: key.replace(/-response$/, ""), example, request: toRequest(request) }] : [];
});
const errors = pairs.filter(({ example }) => isError(example.value));
const completions = pairs.filter(({ example }) => !isError(example.value));

function isError(value: unknown): boolean {
  return typeof value === "object" && value !== null && "status" in value;
}

function toRequest({ headers = {}, body }: NonNullable<SpecExample["x-request"]>): RawCompletionRequest {
  const usual = { authorization: "Bearer abcde12345", "content-type": "application/json" };
  return {
    query: new URLSearchParams({ "api-version": "2024-04-01-preview" }),
    headers: {
      ...usual,
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    },
    body: new TextEncoder().encode(JSON.stringify(body)),
  };
}

/** The errors of valid requests that a server refuses. */
const refusals: Readonly<Record<string, HttpError>> = {
  "unknown-deployment": unknownDeployment("no-such-deployment"),
  "content-filtered": contentFiltered(),
  "prompt-too-long": contextLengthExceeded({ promptTokens: 4, maxTokens: 1_000_000, contextLength: 8192 }),
  "rate-limited": tooManyRequests(30),
  "server-failure": toHttpError(new Error("A fault of the server")),
  "unsupported-parameter": unprocessableContent({
    code: "parameter_not_supported",
    loc: ["body", "seed"],
    value: 7,
    message: "is not supported by this deployment's model",
    advice: "Leave it out.",
  }),
  "body-too-large": otherError(
    "payload_too_large",
    "The body is larger than 1048576 bytes, the limit of this server",
  ),
  overloaded: otherError("service_unavailable", "The server is overloaded", {
    advice: "Try again in 5 seconds.",
    retryAfter: 5,
  }),
};

function refuse(name: string, request: RawCompletionRequest): HttpError {
  try {
    readCompletionRequest(request);
  } catch (error) {
    return toHttpError(error);
  }
  const refusal = refusals[name];
  if (refusal) return refusal;
  throw new Error(`Nothing refuses the request of the example ${name}.`);
}

describe("the request of each error example causes that error", () => {
  test.each(errors)("$name", ({ name, example, request }) => {
    const response = errorResponse(refuse(name, request));
    expect(JSON.parse(response.body)).toStrictEqual(example.value);
    expect(response.status).toBe(JSON.parse(response.body).status);
    const headers = Object.entries(example["x-headers"] ?? {});
    expect(response.headers).toMatchObject(
      Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), String(value)])),
    );
  });
});

describe("the request of each completion example is valid", () => {
  test.each(completions)("$name", ({ request }) => {
    expect(readCompletionRequest(request)).toMatchObject({
      token: "abcde12345",
      apiVersion: "2024-04-01-preview",
      extraParameters: "error",
      parameters: JSON.parse(new TextDecoder().decode(request.body)),
      extra: {},
    });
  });
});

test("the example of a stream follows the grammar and makes up a completion", async () => {
  const [streamed] = completions.filter(({ example }) => typeof example.value === "string");
  if (typeof streamed?.example.value !== "string") throw new Error("The spec has no example of a stream.");
  const prompts = listPrompts(readCompletionRequest(streamed.request).parameters.prompt).length;
  const grammar = createStreamGrammar({ prompts });
  const assembler = createAssembler();
  for await (const event of decodeEvents(streamOf([streamed.example.value]))) {
    expect(grammar.accept(event)).toBeUndefined();
    if (event !== "[DONE]" && "choices" in event) assembler.add(event);
  }
  expect(grammar.end()).toBeUndefined();
  expect(assembler.completion()).toMatchObject({
    choices: [{ index: 0, text: " there was a whale", finish_reason: "length" }],
    usage: { total_tokens: 8 },
  });
});
