import type { Delta } from "@completions-api/engine";
import { hasChoices } from "@completions-api/protocol";
import { badAnswer } from "../bad-answer.ts";
import type { Call } from "./call.ts";
import { ChunkReader, type UncheckedChunk } from "./chunk-reader.ts";
import type { GenerationWriter } from "./generation-writer.ts";
import { type BodyReader, collect, parseJson } from "./response-body.ts";

/** In bytes: 64 MiB is more than any request of 1 MiB is well answered with. */
const limit = 2 ** 26;

/** Reads a completion that is no stream: the one chunk of a stream, as it were. */
export function readCompletion({ request, dialect }: Call, writer: GenerationWriter): BodyReader {
  return collect(limit, (body) => {
    if (body === undefined) throw badAnswer(`more than ${limit} bytes`);
    const completion = parseJson(body);
    if (!isCompletion(completion)) throw badAnswer("no completion");
    const maker = new ChunkReader(request.prompts.length, { ...dialect, streamUsage: "last-event" });
    const deltas: Delta[] = [];
    maker.read(completion, deltas);
    maker.finish();
    writer.write(deltas, maker);
  });
}

function isCompletion(value: unknown): value is UncheckedChunk {
  return hasChoices(value);
}
