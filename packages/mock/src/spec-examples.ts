import { decodeEvents, HttpError, unauthorized } from "@completions-api/protocol";
import type { CompletionChunk, CreateCompletionResponse, ErrorBody } from "@completions-api/types";
import {
  applyCreateCompletionRequestDefaults,
  validateCreateCompletionRequest,
} from "@completions-api/validators";

/** The part of the spec that is read here, with its references resolved. */
export interface SpecDocument {
  readonly paths: {
    readonly "/completions": {
      readonly post: {
        readonly responses: Readonly<
          Record<string, { readonly content: Readonly<Record<string, MediaType>> }>
        >;
      };
    };
  };
}

interface MediaType {
  readonly examples?: Readonly<Record<string, ResponseExample>>;
}

interface ResponseExample {
  readonly "x-request": { readonly headers?: Readonly<Record<string, string>>; readonly body: unknown };
  readonly "x-headers"?: Readonly<Record<string, string | number>>;
  /** A JSON document, or the text of a stream. */
  readonly value: ErrorBody | CreateCompletionResponse | string;
}

/** A request in the spec and its response. */
export interface SpecExample {
  readonly name: string;
  /** With header names in lower case, and with defaults applied to the body. */
  readonly request: { readonly headers: Readonly<Record<string, string>>; readonly body: unknown };
  readonly response: ExampleCompletion | HttpError;
}

/** A completion in the spec. */
export interface ExampleCompletion {
  readonly streamed: boolean;
  /** The events of the stream or, if the example is not a stream, one chunk for each choice. */
  readonly chunks: readonly CompletionChunk[];
}

/** Reads the examples of all responses, in the order of the spec. */
export async function readExamples(spec: SpecDocument): Promise<SpecExample[]> {
  const responses = Object.values(spec.paths["/completions"].post.responses);
  const mediaTypes = responses.flatMap(({ content }) => Object.values(content));
  const examples = mediaTypes.flatMap(({ examples = {} }) => Object.entries(examples));
  return Promise.all(examples.map(([name, example]) => readExample(name, example)));
}

async function readExample(name: string, example: ResponseExample): Promise<SpecExample> {
  const { value, "x-request": request, "x-headers": headers = {} } = example;
  return {
    name,
    request: { headers: lowerCaseNames(request.headers ?? {}), body: applyDefaults(request.body) },
    response:
      typeof value === "string"
        ? { streamed: true, chunks: await readStream(value) }
        : "choices" in value
          ? { streamed: false, chunks: splitResponse(value) }
          : toHttpError(value, lowerCaseNames(headers)),
  };
}

function applyDefaults(body: unknown): unknown {
  const request = validateCreateCompletionRequest(body);
  return request.valid ? applyCreateCompletionRequestDefaults(request.value) : body;
}

async function readStream(text: string): Promise<CompletionChunk[]> {
  const chunks: CompletionChunk[] = [];
  for await (const event of decodeEvents(new Blob([text]).stream())) {
    if (event !== "[DONE]" && "choices" in event) chunks.push(event);
  }
  return chunks;
}

function splitResponse({ choices, usage, ...identity }: CreateCompletionResponse): CompletionChunk[] {
  return choices.map((choice, index) => ({
    ...identity,
    choices: [choice],
    usage: index === choices.length - 1 ? usage : null,
  }));
}

function toHttpError(body: ErrorBody, headers: Readonly<Record<string, string>>): HttpError {
  if ("code" in body) return new HttpError(body.code, body, { headers });
  switch (body.status) {
    case 401:
      // Adds the challenge that a 401 needs.
      return new HttpError("unauthorized", body, {
        headers: { ...unauthorized(body.error).headers, ...headers },
      });
    case 404:
      return new HttpError("not_found", body, { headers });
    case 429:
      return new HttpError("too_many_requests", body, { headers });
  }
}

function lowerCaseNames(headers: Readonly<Record<string, string | number>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}
