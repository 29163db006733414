import type { Face } from "../faces/face.ts";
import type { MockOperation } from "../mock-operation.ts";
import type { FixedResponse } from "../mock-response.ts";

/**
 * Checks a response against the spec.
 *
 * @param operation - absent for an error of a request that has no operation.
 * @throws Error if the spec has no such response.
 */
export function checkResponse(
  { status, headers, body }: FixedResponse,
  face: Pick<Face, "validateHeaders" | "validateError">,
  operation?: Pick<MockOperation, "validateBody">,
): void {
  if (status !== 200 && status < 400)
    throw new Error(`The response does not match the spec: it has no status ${status}.`);
  const validations = [
    face.validateHeaders(status, headers),
    status === 200 ? operation?.validateBody(body) : face.validateError(status, body),
  ];
  for (const validation of validations) {
    if (validation === undefined || validation.valid) continue;
    const [{ loc, message }] = validation.problems;
    throw new Error(`The response does not match the spec: ${loc.join(".")} ${message}.`);
  }
}
