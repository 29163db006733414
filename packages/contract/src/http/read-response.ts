import type { CaseRequest, ReceivedResponse } from "../contract-case.ts";
import { expectThat, expectValid } from "../contract-violation.ts";
import { faceFormats } from "../faces/face-formats.ts";
import type { CaseTarget } from "../target.ts";
import { checkHeaders } from "./check-headers.ts";
import { readError } from "./read-error.ts";
import { readJson } from "./read-json.ts";
import { readStream } from "./read-stream.ts";

/**
 * Reads the response to a request.
 *
 * @throws ContractViolation if the face's spec does not have such a response, the body does not follow its schema, or the
 * stream breaks a rule.
 */
export async function readResponse(
  response: Response,
  { body }: CaseRequest,
  target: Pick<CaseTarget, "face">,
): Promise<ReceivedResponse> {
  if (response.status !== 200) return readError(response, target);
  const format = faceFormats[target.face];
  checkHeaders(format, response);

  const request = format.readRequest(body);
  expectThat(request !== undefined, "an error, since the request is invalid", "status 200");
  if (!request.stream) {
    const completion = expectValid(format.validateCompletion(await readJson(response)), "body of the 200");
    return { outcome: "completion", completion };
  }
  const type = response.headers.get("content-type") ?? "none";
  expectThat(/^text\/event-stream *(; *charset=utf-8)?$/i.test(type), "content-type text/event-stream", type);
  expectThat(response.body !== null, "an event stream", "an empty body");
  return readStream(response.body, request, format);
}
