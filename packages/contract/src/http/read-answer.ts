import { listPrompts } from "@completions-api/protocol";
import {
  validateCreateCompletionRequest,
  validateCreateCompletionResponse,
} from "@completions-api/validators";
import type { Answer, CompletionRequest } from "../contract-case.ts";
import { expectThat } from "../contract-violation.ts";
import { readError } from "./read-error.ts";
import { readJson } from "./read-json.ts";
import { readStream } from "./read-stream.ts";
import { valid } from "./valid.ts";

/**
 * Reads what a server answers to `request`.
 *
 * @throws ContractViolation where the answer is none of the spec's, or a body does not follow its schema, or a stream
 * breaks a rule.
 */
export async function readAnswer(response: Response, { body }: CompletionRequest): Promise<Answer> {
  if (response.status !== 200) return readError(response);

  const validation = validateCreateCompletionRequest(body);
  expectThat(validation.valid, "an error, since the request is not valid", "status 200");
  const request = validation.value;
  if (request.stream !== true) {
    const completion = valid(validateCreateCompletionResponse(await readJson(response)), "body of the 200");
    return { outcome: "completion", completion };
  }
  const type = response.headers.get("content-type") ?? "none";
  expectThat(/^text\/event-stream *(; *charset=utf-8)?$/i.test(type), "content-type text/event-stream", type);
  expectThat(response.body !== null, "a stream of events", "an empty body");
  return readStream(response.body, listPrompts(request.prompt).length);
}
