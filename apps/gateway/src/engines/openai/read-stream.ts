import type { Delta } from "@completions-api/engine";
import { createEventDecoder, type DecodedEvents } from "@completions-api/protocol";
import { badAnswer } from "../bad-answer.ts";
import type { Call } from "./call.ts";
import { ChunkReader } from "./chunk-reader.ts";
import { errorFromFault } from "./errors/error-from-fault.ts";
import { readFault } from "./errors/fault.ts";
import type { GenerationWriter } from "./generation-writer.ts";
import type { BodyReader } from "./response-body.ts";

/**
 * Reads a stream of completion events.
 *
 * It is whole once each choice has ended, and the usage or `[DONE]` has come: a server that loses its connection after
 * that has nothing more to tell. Otherwise its end is a 502.
 */
export function readStream(call: Call, writer: GenerationWriter): BodyReader {
  const { request, dialect } = call;
  const decoder = createEventDecoder();
  const maker = new ChunkReader(request.prompts.length, dialect);

  function take({ events, failure }: DecodedEvents): void {
    const deltas: Delta[] = [];
    try {
      for (const event of events) {
        if (event === "[DONE]") maker.finish();
        else if ("error" in event) throw errorFromFault(readFault(event), call);
        else maker.read(event, deltas);
        // What comes after the completion is not its failure.
        if (maker.end) break;
      }
      // Its `cause` may cite the completion.
      if (failure && !maker.end) throw badAnswer(`a stream that cannot be read: ${failure.message}`);
    } catch (error) {
      // What was good before it is the caller's.
      writer.write(deltas, maker);
      throw error;
    }
    writer.write(deltas, maker);
  }

  return {
    read: (bytes) => take(decoder.feed(bytes)),
    end() {
      take(decoder.end());
      if (maker.end) return;
      if (!maker.isWhole) throw badAnswer("a stream that ended before the completion did");
      maker.finish();
      writer.write([], maker);
    },
  };
}
