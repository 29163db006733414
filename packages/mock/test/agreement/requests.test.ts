import { validateCreateCompletionHeaders, validateCreateCompletionQuery } from "@completions-api/validators";
import type { IHttpRequest } from "@stoplight/prism-http";
import { validateInput } from "@stoplight/prism-http/dist/validator/index.js";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Operation } from "../../src/prism/prism.ts";
import { edge, expectAgreement, readCompletion } from "../support/expect-agreement.ts";
import { completionsFace, faces, type TestFace } from "../support/faces.ts";

// Prism checks a request after our validators. If they accepted a request that Prism refuses, the mock would answer 500.

interface Parts {
  readonly body?: unknown;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
}

function prismAccepts(
  operation: Operation,
  { body = { prompt: "" }, query = { "api-version": "2024-04-01" }, headers = {} }: Parts,
): boolean {
  const url = { path: operation.path, query };
  const element: IHttpRequest = { method: "post", url, headers, body };
  return validateInput({ resource: operation, element })._tag === "Right";
}

/**
 * Arbitrary bodies of requests: mostly objects with few parameters, because a single wrong one decides. Prism treats a falsy
 * body as missing and refuses it, as we do.
 */
function bodies({ spec }: TestFace): fc.Arbitrary<unknown> {
  const names = Object.keys(spec.components.schemas.CreateCompletionRequest.properties);
  const parameters = Object.fromEntries(names.map((name) => [name, edge]));
  return fc.oneof(
    { weight: 1, arbitrary: edge },
    { weight: 3, arbitrary: fc.record(parameters, { requiredKeys: [] }) },
    {
      weight: 6,
      arbitrary: fc
        .tuple(fc.constantFrom("a", ["a"], [1], [[1], [2]]), fc.constantFrom(...names), edge)
        .map(([prompt, name, value]) => ({ prompt, [name]: value })),
    },
  );
}

describe.each(faces)("%s, Prism and the validators agree on", (_name, face) => {
  let operation: Operation;
  beforeAll(async () => {
    operation = await readCompletion(face);
  });

  test("bodies", () => {
    const { validateCreateCompletionRequest } = face.validators;
    expectAgreement(
      bodies(face),
      (body) => prismAccepts(operation, { body }),
      validateCreateCompletionRequest,
    );
  });
});

describe("Prism and the validators of the API's own face agree on", () => {
  let operation: Operation;
  beforeAll(async () => {
    operation = await readCompletion(completionsFace);
  });

  test("queries", () => {
    const version = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.stringMatching(/^\d{4}-\d\d-\d\d(-preview)?$/),
      fc.stringMatching(/^\d{3,5}-\d{1,2}-\d\d.?(-preview)?$/),
    );
    const query = fc.record({ "api-version": version, other: fc.string() }, { requiredKeys: [] });
    expectAgreement(query, (query) => prismAccepts(operation, { query }), validateCreateCompletionQuery);
  });

  test("headers", () => {
    const value = fc.oneof(
      fc.constantFrom("error", "ignore", "drop", "pass-through", "Error", "ignore,drop", "a,b", "null", "1"),
      fc.string({ minLength: 1 }),
    );
    const headers = fc.record(
      { "extra-parameters": value, "azureml-model-deployment": value, other: value },
      { requiredKeys: [] },
    );
    expectAgreement(
      headers,
      (headers) => prismAccepts(operation, { headers }),
      validateCreateCompletionHeaders,
    );
  });

  test("but not on an empty header: Prism treats it as missing, and the validators, which run first, refuse it", () => {
    const headers = { "azureml-model-deployment": "" };
    expect(prismAccepts(operation, { headers })).toBe(true);
    expect(validateCreateCompletionHeaders(headers).valid).toBe(false);
  });
});
