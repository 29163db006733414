import { createAssembler } from "@completions-api/protocol";
import { bytesOf, eventsOf, piecesOf, type SseCase, sseCases } from "@completions-api/protocol/sse-suite";
import type { CompletionChunk, CompletionErrorEvent } from "@completions-api/types";
import { describe, expect, test } from "vitest";
import {
  type CompletionsClient,
  InStreamError,
  MalformedEventError,
  TruncatedStreamError,
} from "../src/index.ts";
import { clientOf } from "./support/client.ts";
import { serve } from "./support/serve.ts";

const failures = {
  error: InStreamError,
  truncated: TruncatedStreamError,
  "malformed-event": MalformedEventError,
  "event-too-long": MalformedEventError,
};

const type = { "content-type": "text/event-stream" };

/** Reads a stream and compares the outcome with the case's. */
async function expectOutcome(
  client: CompletionsClient,
  { expect: { end, events } }: Pick<SseCase, "expect">,
) {
  const chunks: CompletionChunk[] = [];
  let failed: CompletionErrorEvent | undefined;
  for (const event of eventsOf({ events, end })) {
    if (event === "[DONE]") continue;
    if ("error" in event) failed = event;
    else chunks.push(event);
  }
  const read: CompletionChunk[] = [];
  try {
    const stream = await client.complete({ prompt: "Once upon a time", stream: true });
    for await (const chunk of stream) read.push(chunk);
    expect(end).toBe("done");
    const assembler = createAssembler();
    for (const chunk of chunks) assembler.add(chunk);
    expect(await stream.final()).toEqual(assembler.streamedCompletion(1));
  } catch (error) {
    if (end === "done") throw error;
    expect(error).toBeInstanceOf(failures[end]);
    if (error instanceof InStreamError) expect(error.body).toEqual(failed?.error);
  }
  expect(read).toEqual(chunks);
}

describe.each(sseCases)("$name: $about", (sseCase) => {
  // The protocol's tests decode the stream in all its pieces. The client adds little to that, and takes longer.
  test("in many pieces", async () => {
    let ways = 0;
    for (const pieces of piecesOf(sseCase)) {
      ways += 1;
      if (ways % 20 !== 1) continue;
      const fetch = async () => new Response(ReadableStream.from(pieces), { headers: type });
      await expectOutcome(clientOf({ url: "http://client.test" }, { fetch }), sseCase);
    }
    expect(ways).toBeGreaterThan(0);
  });

  test("sent by a server", async () => {
    await using server = await serve((_request, response) => {
      response.writeHead(200, type).end(bytesOf(sseCase));
    });
    await expectOutcome(clientOf(server), sseCase);
  });
});
