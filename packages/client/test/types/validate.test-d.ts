import { type ClientOptions, type CompletionsClient, createCompletionsClient } from "@completions-api/client";
import { createValidatingClient, type ValidatingClientOptions } from "@completions-api/client/validate";
import { expectTypeOf, test } from "vitest";

const endpoint = { baseUrl: "https://example.com", credential: "key" };
const prompt = "Once upon a time";

test("a validating client is a client", () => {
  expectTypeOf(createValidatingClient(endpoint)).toEqualTypeOf<CompletionsClient>();
  expectTypeOf<typeof createValidatingClient>().toExtend<typeof createCompletionsClient>();
});

test("a validating client has two additional options", () => {
  expectTypeOf<Exclude<keyof ValidatingClientOptions, keyof ClientOptions>>().toEqualTypeOf<
    "validate" | "onWarning"
  >();
  for (const validate of ["off", "warn", "error", undefined] as const)
    createValidatingClient({ ...endpoint, validate, onWarning: undefined });
  createValidatingClient({
    ...endpoint,
    onWarning(problem) {
      expectTypeOf(problem).toEqualTypeOf<string>();
    },
  });
  // @ts-expect-error No such way to validate
  createValidatingClient({ ...endpoint, validate: true });
  // @ts-expect-error An option of a validating client only
  createCompletionsClient({ ...endpoint, validate: "warn" });
});

test("a validating client accepts extra parameters under the same conditions", () => {
  createValidatingClient({ ...endpoint, extraParameters: "ignore" }).complete({ prompt, top_k: 5 });
  // @ts-expect-error No such parameter
  createValidatingClient(endpoint).complete({ prompt, top_k: 5 });
});
