import { validateCompletionEvent, validateCreateCompletionResponse } from "@completions-api/validators";
import { describe, expect, test } from "vitest";
import { BrokenStreamError, createAssembler, decodeEvents, type StreamEvent } from "../../src/index.ts";
import { eventsOf, piecesOf, type SseCase, sseCases } from "../../sse-suite/index.ts";
import { spec } from "../spec.ts";
import { bytesOf } from "./bytes.ts";
import { decodePieces } from "./decode-pieces.ts";
import { isSseCase } from "./sse-suite-format.ts";

/** Returns the expected outcome for a decoder that reads on to the end of the body, whatever the events mean. */
function expected({ expect: { after, ...outcome } }: SseCase) {
  const { end } = after ?? outcome;
  return {
    events: [...eventsOf(outcome), ...(after ? eventsOf(after) : [])],
    failure: end === "malformed-event" || end === "event-too-long" ? end : undefined,
  };
}

async function readAll(pieces: readonly Uint8Array[]) {
  const events: StreamEvent[] = [];
  try {
    for await (const event of decodeEvents(bytesOf(pieces))) events.push(event);
  } catch (error) {
    if (!(error instanceof BrokenStreamError)) throw error;
    return { events, failure: error.failure };
  }
  return { events, failure: undefined };
}

describe("each case has the outcome it states", () => {
  test.each(sseCases)("$name", async (sseCase) => {
    let ways = 0;
    for (const pieces of piecesOf(sseCase)) {
      ways += 1;
      expect(decodePieces(pieces)).toStrictEqual(expected(sseCase));
      expect(await readAll(pieces)).toStrictEqual(expected(sseCase));
    }
    expect(ways).toBeGreaterThan(0);
  });
});

describe("the file", () => {
  test.each(sseCases)("$name has the format that the README describes", (sseCase) => {
    expect(sseCase).toSatisfy(isSseCase);
  });

  test("has unique names", () => {
    const names = sseCases.map(({ name }) => name);
    expect(names).toStrictEqual([...new Set(names)]);
  });

  test("has events that are valid by the spec", () => {
    const events = new Set(sseCases.flatMap(({ expect }) => eventsOf(expect)));
    events.delete("[DONE]");
    expect(events).not.toHaveLength(0);
    for (const event of events) expect(validateCompletionEvent(event)).toMatchObject({ valid: true });
  });

  const done = sseCases.filter(({ expect }) => expect.end === "done");
  test.each(done)("$name makes up a completion", ({ expect: outcome }) => {
    const assembler = createAssembler();
    for (const event of eventsOf(outcome)) {
      if (event !== "[DONE]" && "choices" in event) assembler.add(event);
    }
    expect(validateCreateCompletionResponse(assembler.completion())).toMatchObject({ valid: true });
  });

  test("has the spec's example as its recorded stream", () => {
    const recorded = sseCases.find(({ name }) => name === "recorded-stream");
    expect(recorded?.body).toStrictEqual([spec.components.examples["streamed-response"]?.value]);
  });
});
