import { validateCreateCompletionHeaders, validateCreateCompletionQuery } from "@completions-api/validators";
import type { IHttpRequest } from "@stoplight/prism-http";
import { validateInput, validateOutput } from "@stoplight/prism-http/dist/validator/index.js";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { type Operation, readOperations } from "../src/prism/prism.ts";
import { azureFace, faces, type TestFace } from "./support/faces.ts";

// Prism checks a request after our validators. If they accepted a request that Prism refuses, the mock would answer 500.

/** Reads the operation of a face that completes prompts. */
async function readCompletion({ spec }: TestFace): Promise<Operation> {
  const operations = await readOperations(structuredClone(spec));
  const found = operations.find(({ iid }) => iid === "complete");
  if (found === undefined) throw new Error("The spec has no operation `complete`.");
  return found;
}

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

/** Values at the edges of types, bounds and lengths. */
const edge: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(
    null,
    true,
    false,
    0,
    1,
    -1,
    2,
    2.5,
    -2,
    -2.1,
    1.5,
    2 ** 53 - 1,
    2 ** 53,
    -(2 ** 53),
    "",
    "a",
    [],
    [[]],
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.array(fc.constantFrom(0, 7, -1, 1.5, "a", "", null, [1], [], ["a"]), { maxLength: 5 }),
  fc.array(fc.string(), { maxLength: 6 }),
  fc.array(fc.array(fc.nat(), { maxLength: 3 }), { maxLength: 3 }),
  fc.jsonValue({ maxDepth: 2 }),
);

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

/** Expects both to give the same verdict on every value, and neither verdict to be rare. */
function expectAgreement<Value>(
  values: fc.Arbitrary<Value>,
  prism: (value: Value) => boolean,
  ours: (value: Value) => { readonly valid: boolean },
): void {
  const drawn = { true: 0, false: 0 };
  fc.assert(
    fc.property(values, (value) => {
      const { valid } = ours(value);
      drawn[`${valid}`] += 1;
      expect(prism(value)).toBe(valid);
    }),
    { numRuns: 3000 },
  );
  expect(Math.min(drawn.true, drawn.false)).toBeGreaterThan(120);
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

  test("responses", () => {
    const logprobs = { tokens: ["a"], token_logprobs: [-1], top_logprobs: [{ a: -1 }], text_offset: [0] };
    const choice = { index: 0, text: "", finish_reason: "stop", logprobs };
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
    const good = { id: "a", object: "text_completion", created: 1, model: "m", choices: [choice], usage };
    const change = <Of extends object>(of: Of) =>
      fc
        .tuple(fc.constantFrom(...Object.keys(of)), edge, fc.boolean())
        .map(([name, value, kept]) => (kept ? of : { ...of, [name]: value }));
    const response = fc.oneof(
      change(good),
      change(choice).map((choice) => ({ ...good, choices: [choice] })),
      change(logprobs).map((logprobs) => ({ ...good, choices: [{ ...choice, logprobs }] })),
      change(usage).map((usage) => ({ ...good, usage })),
    );
    const prism = (body: unknown) => {
      const element = { statusCode: 200, headers: { "content-type": "application/json" }, body };
      return validateOutput({ resource: operation, element })._tag === "Right";
    };
    expectAgreement(response, prism, face.validators.validateCreateCompletionResponse);
  });
});

describe("Prism and the validators of the API's own face agree on", () => {
  let operation: Operation;
  beforeAll(async () => {
    operation = await readCompletion(azureFace);
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
