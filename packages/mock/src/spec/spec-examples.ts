import { createAssembler, createEventDecoder } from "@completions-api/protocol";
import type { CompletionChunk, CreateCompletionResponse } from "@completions-api/types";
import type { FixedResponse, MockResponse } from "../mock-response.ts";

/** An example of a response, as the spec has it. */
export interface ResponseExample {
  readonly "x-request": { readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown };
  readonly "x-headers"?: Readonly<Record<string, string | number>>;
  /** A JSON document, or the text of a stream. */
  readonly value: object | string;
}

/** A request in the spec and its response. */
export interface SpecExample {
  readonly name: string;
  /** With header names in lower case, and with defaults applied to the body. */
  readonly request: { readonly headers: Readonly<Record<string, string>>; readonly body: unknown };
  readonly response: ExampleResponse;
}

/** The response of an example. */
export type ExampleResponse = ExampleCompletion | FixedResponse;

/** A completion in the spec. */
export interface ExampleCompletion {
  readonly streamed: boolean;
  /** The events of the stream or, if the example is not a stream, one chunk for each choice. The last one has the usage. */
  readonly chunks: readonly CompletionChunk[];
  readonly whole: CreateCompletionResponse;
}

/** Reads the parts of an example that depend on the face of the API. */
export interface ExampleReader {
  /** Applies the defaults to the body of a request, if it is valid. */
  readonly readBody: (body: unknown) => unknown;
  /** Reads an error. The names of its headers are in lower case. */
  readonly readError: (body: object, headers: Readonly<Record<string, string>>) => FixedResponse;
}

/** Reads an example. */
export function readExample(
  name: string,
  { value, "x-request": request, "x-headers": headers = {} }: ResponseExample,
  { readBody, readError }: ExampleReader,
): SpecExample {
  const readResponse = (): ExampleResponse => {
    if (typeof value === "string") return readStream(value);
    if (isCompletion(value)) return { streamed: false, chunks: splitResponse(value), whole: value };
    if ("error" in value) return readError(value, lowerCaseNames(headers));
    return { status: 200, headers: {}, body: value };
  };
  return {
    name,
    request: { headers: lowerCaseNames(request.headers ?? {}), body: readBody(request.body) },
    response: readResponse(),
  };
}

/** Returns the response that an example shows. */
export function toResponse(example: ExampleResponse): MockResponse {
  if (!("streamed" in example)) return example;
  const { chunks, whole } = example;
  return {
    whole,
    async *start() {
      for (const chunk of chunks) yield [chunk];
    },
  };
}

function isCompletion(value: object): value is CreateCompletionResponse {
  return "choices" in value;
}

/** Reads a stream. Usage in an event of its own moves to the chunk before it. */
function readStream(text: string): ExampleCompletion {
  const chunks: CompletionChunk[] = [];
  const assembler = createAssembler();
  // Without a stream, because Node takes milliseconds to load its streams of the web.
  const { events, failure } = createEventDecoder().feed(new TextEncoder().encode(text));
  if (failure) throw failure;
  for (const event of events) {
    if (event === "[DONE]" || !("choices" in event)) continue;
    const last = chunks.at(-1);
    if (event.choices.length === 0 && last !== undefined) last.usage = event.usage ?? null;
    else chunks.push(event);
  }
  for (const chunk of chunks) assembler.add(chunk);
  return { streamed: true, chunks, whole: assembler.completion() };
}

/** Splits a completion into one chunk for each choice. The last one has the usage. */
export function splitResponse({ choices, usage, ...identity }: CreateCompletionResponse): CompletionChunk[] {
  return choices.map((choice, index) => ({
    ...identity,
    choices: [choice],
    usage: index === choices.length - 1 ? usage : null,
  }));
}

function lowerCaseNames(headers: Readonly<Record<string, string | number>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}
