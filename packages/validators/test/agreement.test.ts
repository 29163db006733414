import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SpecName } from "../../../scripts/generated-files.ts";
import { readBundle, readSpec } from "../scripts/spec.ts";
import * as validators from "../src/index.ts";
import * as openai from "../src/openai.ts";
import { nearlyValid } from "./nearly-valid.ts";

type Validate = (value: unknown) => validators.Validation<unknown>;

/** The validators of each spec, by the schema that they validate. */
const schemas: Record<SpecName, Record<string, Validate>> = {
  openapi: {
    CreateCompletionRequest: validators.validateCreateCompletionRequest,
    CreateCompletionResponse: validators.validateCreateCompletionResponse,
    CompletionChunk: validators.validateCompletionChunk,
    CompletionEvent: validators.validateCompletionEvent,
    UnauthorizedError: validators.validateUnauthorizedError,
    NotFoundError: validators.validateNotFoundError,
    UnprocessableContentError: validators.validateUnprocessableContentError,
    TooManyRequestsError: validators.validateTooManyRequestsError,
    ContentFilterError: validators.validateContentFilterError,
  },
  openai: {
    CreateCompletionRequest: openai.validateCreateCompletionRequest,
    CreateCompletionResponse: openai.validateCreateCompletionResponse,
    CompletionChunk: openai.validateCompletionChunk,
    CompletionEvent: openai.validateCompletionEvent,
    ErrorResponse: openai.validateErrorResponse,
    ModelList: openai.validateModelList,
    ModelDescription: openai.validateModelDescription,
  },
};

describe.each(["openapi", "openai"] as const)(
  "accepts the same values as plain ajv with the %s spec",
  (name) => {
    /** Plain ajv with the unchanged spec. */
    const ajv = new Ajv2020({ strict: false, logger: false, formats: {} });
    ajv.addSchema(readBundle(name), "spec");
    const spec = readSpec(name);

    test.each(Object.entries(schemas[name]))("%s", (schema, validate) => {
      const plain = ajv.compile({ $ref: `spec#/components/schemas/${schema}` });
      const counts = { true: 0, false: 0 };
      fc.assert(
        fc.property(nearlyValid(spec.components.schemas[schema] ?? {}), (value) => {
          const validation = validate(value);
          expect(validation.valid).toBe(plain(value));
          counts[`${validation.valid}`]++;
          if (validation.valid) expect(validation.value).toBe(value);
          else expectSound(validation.problems, value);
        }),
        { numRuns: 1000 },
      );
      // With invalid values only, a validator that refuses everything would pass.
      expect(Math.min(counts.true, counts.false)).toBeGreaterThan(50);
    });
  },
);

/** Expects every problem to have its own path, the value at that path and a message. */
function expectSound(problems: readonly validators.Problem[], value: unknown): void {
  expect(new Set(problems.map(({ loc }) => JSON.stringify(loc))).size).toBe(problems.length);
  for (const { loc, value: reported, message } of problems) {
    expect(reported).toBe(loc.slice(1).reduce<unknown>((parent, key) => Object(parent)[key], value));
    expect(message).toMatch(/^(must |is required$)/);
  }
}
