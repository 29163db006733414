import type { ReceivedError } from "../contract-case.ts";
import { faceFormats } from "../faces/face-formats.ts";
import type { CaseTarget } from "../target.ts";
import { checkHeaders } from "./check-headers.ts";
import { readJson } from "./read-json.ts";

/**
 * Reads an error response.
 *
 * @throws ContractViolation if its status, headers and body do not all belong to the same error of the face's spec.
 */
export async function readError(
  response: Response,
  { face }: Pick<CaseTarget, "face">,
): Promise<ReceivedError> {
  const format = faceFormats[face];
  const error = format.readError(response, await readJson(response));
  checkHeaders(format, response);
  const retryAfter = response.headers.get("retry-after");
  return { outcome: "error", ...error, retryAfter: retryAfter === null ? undefined : Number(retryAfter) };
}
