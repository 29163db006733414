import {
  createEventDecoder,
  createStreamGrammar,
  type StreamEvent,
  type StreamGrammar,
} from "@completions-api/protocol";
import { type RecordedExchange, splitEvents } from "@completions-api/protocol/recorded";
import type * as OpenAI from "@completions-api/types/openai";
import type { FaceName } from "./faces/face.ts";
import { faceFormats } from "./faces/face-formats.ts";
import { parseJson } from "./parse-json.ts";

/** A recorded stream, event by event. */
export interface DescribedStream {
  readonly events: readonly DescribedEvent[];
  /** The fault of the stream's end, such as a missing `[DONE]`. */
  readonly fault?: string;
}

/** An event of a recorded stream. Comments are no events. */
export interface DescribedEvent {
  /** Milliseconds from the beginning of the request to the arrival of the event's end. */
  readonly at: number;
  /** The event's data as it was sent, or the whole event if it has none. */
  readonly data: string;
  /** The state of the stream after the event. */
  readonly state: StreamState;
  /** The fault of the event. Only the first fault of a stream is known: what follows it may be its consequence. */
  readonly violation?: string;
}

/** The progress of a stream, as its grammar sees it. */
export interface StreamState {
  /** The choices that have begun and not ended, by their indexes. */
  readonly open: readonly number[];
  /** The finish reasons of the choices that have ended, by their indexes. */
  readonly ended: Readonly<Record<number, string>>;
  readonly hasUsage: boolean;
  /** The end of the stream, if it has come. */
  readonly closedBy?: "[DONE]" | "error";
}

/**
 * Reads a recorded stream again.
 *
 * @returns undefined if the response is not a stream of events.
 */
export function describeStream(exchange: RecordedExchange, face: FaceName): DescribedStream | undefined {
  const { request, response } = exchange;
  const type = response?.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  if (response === undefined || !/^text\/event-stream\b/i.test(type)) return undefined;
  const options = faceFormats[face].readRequest(parseJson(request.body ?? ""));
  const grammar = createStreamGrammar({
    prompts: options?.prompts.length ?? 1,
    ...(options && { n: options.n, usage: options.usage }),
  });
  const reader = createReader(grammar, face);
  const events: DescribedEvent[] = [];
  const texts = splitEvents(response.pieces);
  for (const [index, { text, at }] of texts.entries()) {
    const data = readData(text);
    const read = reader.read(text, index === texts.length - 1);
    if (data === undefined && read === undefined) continue;
    events.push({ at, data: data ?? text, ...read, state: reader.state });
  }
  const fault = exchange.error ?? reader.end();
  return { events, ...(fault !== undefined && { fault }) };
}

/** Describes a state in a few words, such as `choice 0 ended (stop), choice 1 open, no usage yet`. */
export function formatState({ open, ended, hasUsage, closedBy }: StreamState): string {
  const choices = [
    ...Object.entries(ended).map(([index, reason]) => ({
      index: Number(index),
      text: `choice ${index} ended (${reason})`,
    })),
    ...open.map((index) => ({ index, text: `choice ${index} open` })),
  ].sort((one, other) => one.index - other.index);
  const shown = choices.slice(0, mostChoices).map(({ text }) => text);
  const left = choices.length - shown.length;
  return [
    ...(choices.length === 0 ? ["no choice begun"] : shown),
    ...(left > 0 ? [`and ${left} more`] : []),
    hasUsage ? "usage seen" : "no usage yet",
    closedBy === undefined ? "not done" : closedBy === "error" ? "ended by an error" : "done",
  ].join(", ");
}

const mostChoices = 8;

interface Reader {
  readonly state: StreamState;
  /** Reads an event. Returns its fault, or undefined if the text is a comment. */
  read(text: string, isLast: boolean): { readonly violation?: string } | undefined;
  /** Returns the fault of the stream's end. */
  end(): string | undefined;
}

function createReader(grammar: StreamGrammar, face: FaceName): Reader {
  const decoder = createEventDecoder({
    onDeviation(deviation) {
      throw deviation;
    },
  });
  const encoder = new TextEncoder();
  let state: StreamState = { open: [], ended: {}, hasUsage: false };
  let isBroken = false;

  function check(event: StreamEvent): string | undefined {
    if (event !== "[DONE]") {
      const validation = faceFormats[face].validateEvent(event);
      if (!validation.valid) {
        const [{ loc, message }] = validation.problems;
        return `is not a completion event: ${loc.join(".")}: ${message}`;
      }
    }
    return grammar.accept(event)?.message;
  }

  function readEvent(text: string, isLast: boolean): { readonly violation?: string } | undefined {
    const { events, failure } = decoder.feed(encoder.encode(text));
    if (failure !== undefined) return { violation: failure.message };
    // The last event may lack its blank line.
    const [event] = isLast ? [...events, ...decoder.end().events] : events;
    if (event === undefined) return undefined;
    const violation = check(event);
    state = advance(state, event);
    return violation === undefined ? {} : { violation };
  }

  return {
    get state() {
      return state;
    },
    read(text, isLast) {
      if (isBroken) return undefined;
      const read = readEvent(text, isLast);
      isBroken = read?.violation !== undefined;
      return read;
    },
    end: () => (isBroken ? undefined : grammar.end()?.message),
  };
}

/** Returns the state after an event. */
function advance(state: StreamState, event: StreamEvent | OpenAI.CompletionEvent): StreamState {
  if (event === "[DONE]") return { ...state, closedBy: "[DONE]" };
  if ("error" in event) return { ...state, closedBy: "error" };
  const open = new Set(state.open);
  const ended: Record<number, string> = { ...state.ended };
  for (const { index, finish_reason } of event.choices) {
    if (!(index in ended)) open.add(index);
    if (!finish_reason) continue;
    open.delete(index);
    ended[index] = finish_reason;
  }
  return { ...state, open: [...open], ended, hasUsage: state.hasUsage || Boolean(event.usage) };
}

/** Returns the data of an event as it was sent, or undefined if it has none. */
function readData(text: string): string | undefined {
  const lines = text.split(/\r\n|\n|\r/).filter((line) => /^data(:|$)/.test(line));
  return lines.length === 0 ? undefined : lines.map((line) => line.replace(/^data:? ?/, "")).join("\n");
}
