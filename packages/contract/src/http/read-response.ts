import { listPrompts } from "@completions-api/protocol";
import {
  validateCreateCompletionRequest,
  validateCreateCompletionResponse,
} from "@completions-api/validators";
import type { CaseRequest, ReceivedResponse } from "../contract-case.ts";
import { expectThat, expectValid } from "../contract-violation.ts";
import { checkHeaders } from "./check-headers.ts";
import { readError } from "./read-error.ts";
import { readJson } from "./read-json.ts";
import { readStream } from "./read-stream.ts";

/**
 * Reads the response to a request.
 *
 * @throws ContractViolation if the spec does not have such a response, the body does not follow its schema, or the
 * stream breaks a rule.
 */
export async function readResponse(response: Response, { body }: CaseRequest): Promise<ReceivedResponse> {
  if (response.status !== 200) return readError(response);
  checkHeaders(response);

  const validation = validateCreateCompletionRequest(body);
  expectThat(validation.valid, "an error, since the request is invalid", "status 200");
  const request = validation.value;
  if (request.stream !== true) {
    const completion = expectValid(
      validateCreateCompletionResponse(await readJson(response)),
      "body of the 200",
    );
    return { outcome: "completion", completion };
  }
  const type = response.headers.get("content-type") ?? "none";
  expectThat(/^text\/event-stream *(; *charset=utf-8)?$/i.test(type), "content-type text/event-stream", type);
  expectThat(response.body !== null, "an event stream", "an empty body");
  return readStream(response.body, listPrompts(request.prompt).length);
}
