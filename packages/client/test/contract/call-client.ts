import type { ReceivedResponse } from "@completions-api/contract";
import type { CreateCompletionResponse, ErrorCode } from "@completions-api/types";
import { errorStatuses } from "@completions-api/validators";
import { expect } from "vitest";
import { ApiError, type CompletionStream, type CompletionsClient, InStreamError } from "../../src/index.ts";
import { collect } from "../support/client.ts";
import { joinTexts } from "./join-texts.ts";
import type { ClientCall } from "./to-client-call.ts";

/** Makes a call, and says what came of it in the terms of the contract. What has none comes through. */
export async function callClient(
  client: CompletionsClient,
  { request, options }: ClientCall,
): Promise<ReceivedResponse> {
  try {
    const answer = await client.complete(request, options);
    const isWhole = "choices" in answer;
    expect(isWhole).toBe(!request.stream);
    return { outcome: "completion", completion: isWhole ? answer : await readStream(answer) };
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

/** The completion that a stream gives in the end, which must be what its chunks add up to. */
async function readStream(stream: CompletionStream): Promise<CreateCompletionResponse> {
  const chunks = await collect(stream);
  const completion = await stream.final();
  expect(completion.choices.map(({ text }) => text)).toEqual(joinTexts(chunks));
  return completion;
}

function isErrorCode(word: string | null): word is ErrorCode {
  return word !== null && Object.hasOwn(errorStatuses, word);
}
