import type { ReceivedResponse } from "@completions-api/contract";
import type { CreateCompletionResponse, ErrorCode } from "@completions-api/types";
import { errorStatuses } from "@completions-api/validators";
import { expect } from "vitest";
import { ApiError, type CompletionStream, type CompletionsClient, InStreamError } from "../../src/index.ts";
import { collect } from "../support/client.ts";
import { joinTexts } from "./join-texts.ts";
import type { ClientCall } from "./to-client-call.ts";

/** Makes a call and returns its outcome in the contract's terms. Errors that the contract does not know are passed on. */
export async function callClient(
  client: CompletionsClient,
  { request, options }: ClientCall,
): Promise<ReceivedResponse> {
  try {
    const result = await client.complete(request, options);
    const isWhole = "choices" in result;
    expect(isWhole).toBe(!request.stream);
    return { outcome: "completion", completion: isWhole ? result : await readStream(result) };
  } catch (error) {
    if (error instanceof InStreamError) return { outcome: "interrupted", code: error.body.code };
    if (!(error instanceof ApiError)) throw error;
    const { headers, body } = error;
    const code = headers.get("x-ms-error-code");
    const retryAfter = headers.get("retry-after");
    if (!isErrorCode(code)) throw error;
    return { outcome: "error", code, body, retryAfter: retryAfter === null ? undefined : Number(retryAfter) };
  }
}

/** Reads a stream. Its final completion must have the texts that its chunks add up to. */
async function readStream(stream: CompletionStream): Promise<CreateCompletionResponse> {
  const chunks = await collect(stream);
  const { usage, ...completion } = await stream.final();
  expect(completion.choices.map(({ text }) => text)).toEqual(joinTexts(chunks));
  if (!usage) throw new Error("The stream has no usage.");
  return { ...completion, usage };
}

function isErrorCode(word: string | null): word is ErrorCode {
  return word !== null && Object.hasOwn(errorStatuses, word);
}
