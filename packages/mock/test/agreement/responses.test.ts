import { validateOutput } from "@stoplight/prism-http/dist/validator/index.js";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { createCompletionsFace } from "../../src/faces/completions.ts";
import type { Face, FaceOptions } from "../../src/faces/face.ts";
import { createOpenAIFace } from "../../src/faces/openai.ts";
import { type FixedResponse, toFixedResponse } from "../../src/mock-response.ts";
import { listStatuses } from "../../src/preferences/known-preferences.ts";
import type { Operation } from "../../src/prism/prism.ts";
import { createScriptedError } from "../../src/replies/scripted-error.ts";
import { edge, expectAgreement, readCompletion } from "../support/expect-agreement.ts";
import { completionsFace, openAIFace } from "../support/faces.ts";

// With a referee, Prism checks each response that the validators accept. If it refused one, the mock would answer 500.

/** Damages an object in at most one place: changes or removes a property, of the object itself or of an object in it. */
function damage(whole: Readonly<Record<string, unknown>>): fc.Arbitrary<object> {
  const names = Object.keys(whole);
  const inner = Object.entries(whole).flatMap(([name, value]) =>
    isRecord(value) ? [[name, value] as const] : [],
  );
  return fc.oneof(
    fc.constant(whole),
    fc.tuple(fc.constantFrom(...names), edge).map(([name, value]) => ({ ...whole, [name]: value })),
    fc.constantFrom(...names).map((name) => omit(whole, name)),
    ...inner.map(([name, value]) => damage(value).map((damaged) => ({ ...whole, [name]: damaged }))),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function omit<Value>(from: Readonly<Record<string, Value>>, name: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(from).filter(([other]) => other !== name));
}

/** Lists the errors of a face: those in the spec and, for each status without one, an error created by the mock. */
function listErrors({ errorFormat, routes }: Face, statuses: readonly number[]): FixedResponse[] {
  const examples = Object.values(routes)
    .flatMap((methods) => Object.values(methods))
    .flatMap((operation) => operation.examples)
    .flatMap(({ response }) => ("status" in response && response.status !== 200 ? [response] : []));
  const others = statuses
    .filter((status) => status !== 200 && !examples.some((example) => example.status === status))
    .map((status) => createScriptedError({ status }));
  return [...examples, ...others.map((error) => toFixedResponse(error, errorFormat))];
}

/** Values at the edges of what a header may have, without whole numbers in unusual notations. */
const headerValue = fc
  .oneof(
    fc.constantFrom("0", "1", "-1", "1.5", "a", "1s", "1m30s", "120ms", "s", "Bearer"),
    fc.nat().map(String),
    fc.string({ minLength: 1, unit: "grapheme-ascii" }),
  )
  .filter((value) => !Number.isInteger(Number(value)) || String(Number(value)) === value);

const options: FaceOptions = {
  loadEngine: () => Promise.reject(new Error("No test needs the engine.")),
  deployments: new Set(),
  started: 0,
};

describe.each([
  ["on the API's own face", completionsFace, createCompletionsFace],
  ["under /v1/", openAIFace, createOpenAIFace],
])("%s, Prism and the validators agree on", (_name, testFace, createFace) => {
  let operation: Operation;
  let face: Face;
  let errors: readonly FixedResponse[];
  beforeAll(async () => {
    operation = await readCompletion(testFace);
    face = createFace(options);
    errors = listErrors(face, listStatuses(testFace.errorStatuses));
  });

  function prismAccepts({ status, headers, body }: FixedResponse): boolean {
    const element = { statusCode: status, headers: { ...headers, "content-type": "application/json" }, body };
    return validateOutput({ resource: operation, element })._tag === "Right";
  }

  test("completions", () => {
    const logprobs = { tokens: ["a"], token_logprobs: [-1], top_logprobs: [{ a: -1 }], text_offset: [0] };
    const choice = { index: 0, text: "", finish_reason: "stop", logprobs };
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
    const good = { id: "a", object: "text_completion", created: 1, model: "m", choices: [choice], usage };
    expectAgreement(
      fc.oneof(
        damage(good),
        damage(choice).map((choice) => ({ ...good, choices: [choice] })),
      ),
      (body) => prismAccepts({ status: 200, headers: {}, body }),
      testFace.validators.validateCreateCompletionResponse,
    );
  });

  test("the bodies of errors", () => {
    expect(new Set(errors.map(({ status }) => status)).size).toBeGreaterThan(10);
    expectAgreement(
      fc
        .constantFrom(...errors)
        .chain((error) => damage(Object(error.body)).map((body) => ({ ...error, body }))),
      prismAccepts,
      ({ status, body }) => face.validateError(status, body),
    );
  });

  test("the headers of errors", () => {
    const declared = Object.values(testFace.spec.components.responses)
      .flatMap((response) => Object.keys(response.headers))
      .map((name) => name.toLowerCase());
    expectAgreement(
      fc
        .tuple(fc.constantFrom(...errors), fc.constantFrom("other", ...declared), headerValue, fc.boolean())
        .map(([error, name, value, isRemoved]) => ({
          ...error,
          headers: isRemoved ? omit(error.headers, name) : { ...error.headers, [name]: value },
        })),
      prismAccepts,
      ({ status, headers }) => face.validateHeaders(status, headers),
    );
  });

  test("but not on a whole number in an unusual notation: Prism converts a header to a number before it checks it", () => {
    const [error] = errors.filter(({ status }) => status === 503);
    if (error === undefined) throw new Error("There is no error with the status 503.");
    const headers = { ...error.headers, "retry-after": "+1" };
    expect(prismAccepts({ ...error, headers })).toBe(true);
    expect(face.validateHeaders(503, headers).valid).toBe(false);
  });
});
