import {
  BrokenStreamError,
  createAssembler,
  createStreamGrammar,
  decodeEvents,
  type Violation,
} from "@completions-api/protocol";
import type { CompletionOptions } from "@completions-api/protocol/rules";
import type { InterruptedStream, ReceivedCompletion } from "../contract-case.ts";
import { ContractViolation } from "../contract-violation.ts";
import type { FaceFormat } from "../faces/face-format.ts";

/**
 * Reads a stream to its end.
 *
 * @throws ContractViolation if an event is malformed or the stream breaks a rule.
 */
export async function readStream(
  body: ReadableStream<Uint8Array>,
  { prompts, n, usage }: CompletionOptions,
  format: FaceFormat,
): Promise<ReceivedCompletion | InterruptedStream> {
  const grammar = createStreamGrammar({ prompts: prompts.length, n, usage });
  const assembler = createAssembler();
  let interrupted: InterruptedStream | undefined;
  let count = 0;
  try {
    for await (const event of decodeEvents(body, { validate: (event) => format.validateEvent(event) })) {
      throwIfBroken(grammar.accept(event), count);
      count += 1;
      if (event === "[DONE]") continue;
      if ("error" in event) interrupted = { outcome: "interrupted", code: event.error.code };
      else assembler.add(event);
    }
    throwIfBroken(grammar.end(), count);
    return (
      interrupted ?? { outcome: "completion", completion: assembler.streamedCompletion(prompts.length * n) }
    );
  } catch (error) {
    if (!(error instanceof BrokenStreamError)) throw error;
    throw new ContractViolation("a stream of completion events", error.message, { event: count });
  }
}

function throwIfBroken(violation: Violation | undefined, event: number): void {
  if (violation !== undefined)
    throw new ContractViolation(`a stream that keeps the rule ${violation.rule}`, violation.message, {
      event,
    });
}
