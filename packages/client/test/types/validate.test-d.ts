import * as plain from "@completions-api/client";
import { createCompletionsClient, type ValidatingClientOptions } from "@completions-api/client/validate";
import { expectTypeOf, test } from "vitest";

const endpoint = { baseUrl: "https://example.com", credential: "key" };
const prompt = "Once upon a time";

test("a client that validates is a client like any other", () => {
  expectTypeOf(createCompletionsClient(endpoint)).toEqualTypeOf<plain.CompletionsClient>();
  expectTypeOf<typeof createCompletionsClient>().toExtend<typeof plain.createCompletionsClient>();
});

test("it has two options more", () => {
  expectTypeOf<Exclude<keyof ValidatingClientOptions, keyof plain.ClientOptions>>().toEqualTypeOf<
    "validate" | "onWarning"
  >();
  for (const validate of ["off", "warn", "error", undefined] as const)
    createCompletionsClient({ ...endpoint, validate, onWarning: undefined });
  createCompletionsClient({
    ...endpoint,
    onWarning(problem) {
      expectTypeOf(problem).toEqualTypeOf<string>();
    },
  });
  // @ts-expect-error No such way to validate
  createCompletionsClient({ ...endpoint, validate: true });
  // @ts-expect-error Not without a client that validates
  plain.createCompletionsClient({ ...endpoint, validate: "warn" });
});

test("it takes extra parameters under the same conditions", () => {
  createCompletionsClient({ ...endpoint, extraParameters: "ignore" }).complete({ prompt, top_k: 5 });
  // @ts-expect-error No such parameter
  createCompletionsClient(endpoint).complete({ prompt, top_k: 5 });
});
