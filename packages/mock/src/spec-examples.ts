import { decodeEvents, HttpError, unauthorized } from "@completions-api/protocol";
import type { CompletionChunk, CreateCompletionResponse, ErrorBody } from "@completions-api/types";
import {
  applyCreateCompletionRequestDefaults,
  validateCreateCompletionRequest,
} from "@completions-api/validators";

/** As much of the spec as is read here, its references resolved. */
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
  /** A stream is written out as text. */
  readonly value: ErrorBody | CreateCompletionResponse | string;
}

/** A request that the spec shows, and what it shows as the answer. */
export interface SpecExample {
  readonly name: string;
  /** Its headers have names in lower case, its body has the defaults. */
  readonly request: { readonly headers: Readonly<Record<string, string>>; readonly body: unknown };
  readonly answer: ExampleCompletion | HttpError;
}

/** A completion of the spec. */
export interface ExampleCompletion {
  readonly streamed: boolean;
  /** The stream's events; of a completion that is not streamed, one for each choice. */
  readonly chunks: readonly CompletionChunk[];
}

/** Reads the examples of the operation's responses, in the order of the spec. */
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
    answer:
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
      // It adds the challenge that a 401 has.
      return unauthorized(body.message);
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
