import {
  createEventDecoder,
  createStreamGrammar,
  type EventDecoder,
  type StreamEvent,
  type StreamState,
} from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";
import type { RecordedEvent, RecordedRequest } from "../run-record.ts";
import { readGrammarOptions } from "./grammar-options.ts";

/** A problem of an event. */
export interface EventProblem {
  /** The rule of the spec that the event breaks. Undefined for an event that cannot be read. */
  readonly rule?: string;
  readonly message: string;
}

/** An event as it came, and the stream after it. */
export interface EventRow extends RecordedEvent {
  /** Counts from 1. */
  readonly number: number;
  /** Milliseconds since the event before, or since the start of the run. */
  readonly since: number;
  readonly state: StreamState;
  readonly problem?: EventProblem;
}

/** Everything that the events of a stream say. Grows during a run. */
export interface Reading {
  readonly rows: readonly EventRow[];
  /** The times of the events with text. */
  readonly textTimes: readonly number[];
  readonly usage?: NonNullable<CompletionChunk["usage"]>;
  /** The finish reason of each choice that has ended, by its index. */
  readonly finishReasons: ReadonlyMap<number, string>;
  /** The problem of a stream that ends here. */
  readonly endProblem?: EventProblem;
}

/** Reads the events of one stream. */
export class EventReader {
  readonly #grammar;
  readonly #hasOneChoice: boolean;
  readonly #encoder = new TextEncoder();
  readonly #rows: EventRow[] = [];
  readonly #textTimes: number[] = [];
  readonly #finishReasons = new Map<number, string>();
  #decoder: EventDecoder;
  #usage: CompletionChunk["usage"];
  #deviation: string | undefined;

  constructor(request: RecordedRequest) {
    const options = readGrammarOptions(request);
    this.#grammar = createStreamGrammar(options);
    this.#hasOneChoice = options.prompts * (options.n ?? 1) === 1;
    this.#decoder = this.#createDecoder();
  }

  /** Reads the events that were not read before. */
  read(events: readonly RecordedEvent[]): Reading {
    for (const event of events.slice(this.#rows.length)) this.#add(event);
    const endProblem = this.#grammar.end();
    return {
      rows: this.#rows,
      textTimes: this.#textTimes,
      ...(this.#usage && { usage: this.#usage }),
      finishReasons: this.#finishReasons,
      ...(endProblem && { endProblem }),
    };
  }

  #createDecoder(): EventDecoder {
    return createEventDecoder({
      hasOneChoice: this.#hasOneChoice,
      onDeviation: ({ message }) => {
        this.#deviation ??= message;
      },
    });
  }

  #add({ at, text }: RecordedEvent): void {
    this.#deviation = undefined;
    const { events, failure } = this.#decoder.feed(this.#encoder.encode(`${text}\n\n`));
    const violations = events.flatMap((event) => this.#accept(event, at) ?? []);
    // A decoder cannot be used after a failure.
    if (failure) this.#decoder = this.#createDecoder();
    const unreadable = failure?.message ?? this.#deviation;
    const problem = violations[0] ?? (unreadable === undefined ? undefined : { message: unreadable });
    this.#rows.push({
      number: this.#rows.length + 1,
      at,
      since: at - (this.#rows.at(-1)?.at ?? 0),
      text,
      state: this.#grammar.state(),
      ...(problem && { problem }),
    });
  }

  #accept(event: StreamEvent, at: number): EventProblem | undefined {
    if (event !== "[DONE]" && !("error" in event)) {
      if (event.choices.some(({ text }) => text !== "")) this.#textTimes.push(at);
      for (const { index, finish_reason } of event.choices) {
        if (finish_reason) this.#finishReasons.set(index, finish_reason);
      }
      this.#usage = event.usage ?? this.#usage;
    }
    return this.#grammar.accept(event);
  }
}
