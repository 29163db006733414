import { expectTypeOf, test } from "vitest";
import type * as azure from "../src/index.ts";
import type {
  Choices,
  ChunkChoice,
  CompletionChunk,
  CompletionErrorEvent,
  CompletionEvent,
  CompletionLogprobs,
  CompletionUsage,
  CreateCompletionRequest,
  ErrorObject,
  ErrorResponse,
  ErrorStatus,
  ModelDescription,
  ModelList,
  RuleId,
} from "../src/openai.ts";

/** The parameters, without the index signature for extra parameters. */
type Known<Request> = keyof { [Name in keyof Request as string extends Name ? never : Name]: Name };
type Optional = Exclude<Known<CreateCompletionRequest>, "prompt">;

test("a request has the parameters of our own face, and nine of OpenAI's", () => {
  type OpenAIs =
    | "model"
    | "n"
    | "best_of"
    | "echo"
    | "logprobs"
    | "logit_bias"
    | "suffix"
    | "user"
    | "stream_options";
  type Ours = Known<azure.CreateCompletionRequest>;
  expectTypeOf<Known<CreateCompletionRequest>>().toEqualTypeOf<Ours | OpenAIs>();
});

test("any parameter but the prompt may be undefined or null, which is the same as absent", () => {
  expectTypeOf<Record<Optional, undefined> & { prompt: string }>().toExtend<CreateCompletionRequest>();
  expectTypeOf<Record<Optional, null> & { prompt: string }>().toExtend<CreateCompletionRequest>();
});

test("a request of our own face is a request of OpenAI's if it has no extra parameters", () => {
  expectTypeOf<
    Pick<azure.CreateCompletionRequest, Known<azure.CreateCompletionRequest>>
  >().toExtend<CreateCompletionRequest>();
});

test("a known parameter with a wrong type is an error", () => {
  // @ts-expect-error A number of likely tokens, not a boolean as in chats
  ({ prompt: "a", logprobs: true }) satisfies CreateCompletionRequest;
  // @ts-expect-error A text
  ({ prompt: "a", logit_bias: { 50256: "-100" } }) satisfies CreateCompletionRequest;
  ({ prompt: "a", logit_bias: { 50256: -100 } }) satisfies CreateCompletionRequest;
});

test("the log probabilities of a choice may be null, but not absent", () => {
  expectTypeOf<Choices["logprobs"]>().toEqualTypeOf<CompletionLogprobs | null>();
  expectTypeOf<ChunkChoice["logprobs"]>().toEqualTypeOf<CompletionLogprobs | null>();
  expectTypeOf<CompletionLogprobs["token_logprobs"]>().toEqualTypeOf<(number | null)[]>();
  expectTypeOf<CompletionLogprobs["top_logprobs"][number]>().toEqualTypeOf<{
    [token: string]: number;
  } | null>();
});

test("an event is a chunk, whose usage may be null or absent, or an error", () => {
  expectTypeOf<CompletionEvent>().toEqualTypeOf<CompletionChunk | CompletionErrorEvent>();
  expectTypeOf<CompletionChunk["usage"]>().toEqualTypeOf<CompletionUsage | null | undefined>();
  expectTypeOf<CompletionErrorEvent["error"]>().toEqualTypeOf<ErrorObject>();
});

test("every error has the same body, and 422 is not its status", () => {
  expectTypeOf<ErrorResponse["error"]>().toEqualTypeOf<ErrorObject>();
  expectTypeOf<ErrorObject["param"]>().toEqualTypeOf<string | null>();
  expectTypeOf<400 | 401 | 404 | 429 | 500>().toExtend<ErrorStatus>();
  // @ts-expect-error The status of our own face
  422 satisfies ErrorStatus;
});

test("a list of models has their descriptions", () => {
  expectTypeOf<ModelList["data"]>().toEqualTypeOf<ModelDescription[]>();
});

test("RuleId is a closed list of ids, with those of this face", () => {
  expectTypeOf<"stop-excluded" | "best-of-at-least-n">().toExtend<RuleId>();
  expectTypeOf<"error-code-header">().not.toExtend<RuleId>();
});
