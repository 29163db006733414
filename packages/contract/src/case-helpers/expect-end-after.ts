import { setTimeout } from "node:timers/promises";
import type { CaseRequest } from "../contract-case.ts";
import { expectThat } from "../contract-violation.ts";
import { sendRequest } from "../http/send.ts";
import type { CaseTarget } from "../target.ts";

/** The time that a server has to end a response, in milliseconds. */
const grace = 2000;

/**
 * Expects a stream to end soon after an event.
 *
 * @param last - matches the event in the text of the stream.
 * @throws ContractViolation
 */
export async function expectEndAfter(target: CaseTarget, request: CaseRequest, last: RegExp): Promise<void> {
  const response = await sendRequest(target, request);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const pieces: string[] = [];
  while (reader) {
    const read = reader.read();
    const isOver = last.test(pieces.join(""));
    const result = isOver
      ? await Promise.race([read, setTimeout(grace, undefined, { ref: false })])
      : await read;
    if (result === undefined) {
      // The read that is waiting ends with this.
      await reader.cancel();
      expectThat(
        false,
        `the end of the response within ${grace} ms after its last event`,
        pieces.join("").slice(-200),
      );
    }
    if (result.done) break;
    pieces.push(result.value);
  }
  const [end] = pieces
    .join("")
    .split(/\r\n|\r|\n/)
    .filter((line) => line !== "" && !line.startsWith(":"))
    .slice(-1);
  expectThat(end !== undefined && last.test(end), `a stream that ends with ${last}`, end);
}
