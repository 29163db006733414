import { findBrokenRules } from "@completions-api/protocol/rules";
import type { Exchange, ReceivedResponse } from "./contract-case.ts";
import { expectThat, toViolation } from "./contract-violation.ts";
import { defaultFace, type FaceName } from "./faces/face.ts";
import { messageOf } from "./faces/face-format.ts";
import { faceFormats } from "./faces/face-formats.ts";

/**
 * Checks that a response is the one that its exchange expects, and that a completion keeps the rules for all
 * completions. The code that read the response is responsible for checking it against its schema.
 *
 * @param face - the face that was asked; by default `completions`.
 * @throws ContractViolation
 */
export function checkResponse(
  { request, expect }: Exchange,
  received: ReceivedResponse,
  face: FaceName = defaultFace,
): void {
  const format = faceFormats[face];
  const code = expect.outcome === "error" ? format.toCode(expect) : undefined;
  const expected = code === undefined ? expect.outcome : `error ${code}`;
  if (received.outcome === "error") {
    const { body, retryAfter } = received;
    const actual = `error ${received.code}: ${messageOf(body)}`;
    expectThat(expect.outcome === "error" && code === received.code, expected, actual);
    format.checkFault(expect, request.body, body);
    const seconds = expect.retryAfter;
    if (seconds !== undefined) expectThat(retryAfter === seconds, `Retry-After ${seconds}`, retryAfter);
    return;
  }
  expectThat(expect.outcome === received.outcome, expected, received.outcome);
  if (received.outcome !== "completion") return;
  const options = format.readRequest(request.body);
  expectThat(options !== undefined, "an error, since the request is invalid", received.outcome);
  const [broken] = findBrokenRules(format.rules, options, received.completion);
  if (broken) throw toViolation(broken);
}
