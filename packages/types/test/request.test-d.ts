import { expectTypeOf, test } from "vitest";
import type { CreateCompletionRequest, ExtraParameters, Prompt, Stop } from "../src/index.ts";

/** The parameters that may be absent, without the index signature for extra parameters. */
type OptionalParameters = Exclude<
  keyof { [Name in keyof CreateCompletionRequest as string extends Name ? never : Name]: Name },
  "prompt"
>;

test("only the prompt is required: parameters with a default are optional", () => {
  expectTypeOf<{ prompt: string }>().toExtend<CreateCompletionRequest>();
  expectTypeOf<{ temperature: number }>().not.toExtend<CreateCompletionRequest>();
});

test("any parameter but the prompt may be undefined or null, which is the same as absent", () => {
  expectTypeOf<"seed" | "stop" | "stream">().toExtend<OptionalParameters>();
  expectTypeOf<
    Record<OptionalParameters, undefined> & { prompt: string }
  >().toExtend<CreateCompletionRequest>();
  expectTypeOf<Record<OptionalParameters, null> & { prompt: string }>().toExtend<CreateCompletionRequest>();
  // @ts-expect-error The prompt is required
  ({ prompt: undefined }) satisfies CreateCompletionRequest;
});

test("a prompt has one of four forms", () => {
  expectTypeOf<Prompt>().toEqualTypeOf<
    string | readonly string[] | readonly number[] | readonly (readonly number[])[]
  >();
});

test("a list may be readonly or not", () => {
  expectTypeOf<{ prompt: readonly ["a", "b"]; stop: readonly ["c"] }>().toExtend<CreateCompletionRequest>();
  expectTypeOf<{ prompt: string[]; stop: string[] }>().toExtend<CreateCompletionRequest>();
  expectTypeOf<{ prompt: number[] }>().toExtend<CreateCompletionRequest>();
  expectTypeOf<{ prompt: readonly (readonly [1, 2])[] }>().toExtend<CreateCompletionRequest>();
  expectTypeOf<{ prompt: number[][] }>().toExtend<CreateCompletionRequest>();
});

test("a prompt cannot mix forms", () => {
  // @ts-expect-error Text and a token
  ({ prompt: ["a", 1] }) satisfies CreateCompletionRequest;
  // @ts-expect-error A token and a list of tokens
  ({ prompt: [1, [2]] }) satisfies CreateCompletionRequest;
  // @ts-expect-error A list of text
  ({ prompt: [["a"]] }) satisfies CreateCompletionRequest;
  // @ts-expect-error Null
  ({ prompt: null }) satisfies CreateCompletionRequest;
});

test("`stop` is one sequence or several", () => {
  expectTypeOf<Stop>().toEqualTypeOf<string | readonly string[]>();
});

test("extra parameters are allowed, and known parameters keep their types", () => {
  ({ prompt: "a", model: "llama2-7b", logprobs: 5 }) satisfies CreateCompletionRequest;
  // @ts-expect-error A known parameter with a wrong type
  ({ prompt: "a", temperature: "hot" }) satisfies CreateCompletionRequest;
  expectTypeOf<CreateCompletionRequest["temperature"]>().toEqualTypeOf<number | null | undefined>();
  expectTypeOf<CreateCompletionRequest["logprobs"]>().toBeUnknown();
});

test("ExtraParameters is a closed enum", () => {
  expectTypeOf<ExtraParameters>().toEqualTypeOf<"error" | "ignore" | "drop" | "pass-through">();
});
