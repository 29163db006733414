import { doneEvent, encodeEvent } from "@completions-api/protocol";
import type { CompletionChunk, CreateCompletionResponse } from "@completions-api/types";
import type { CompletionLogprobs } from "@completions-api/types/openai";
import { isObject } from "../../../src/is-object.ts";
import { parseJson } from "../../../src/parse-json.ts";
import { alterJson, isStream } from "./alter-json.ts";
import type { Alteration, ProxiedRequest, ProxiedResponse } from "./alteration.ts";

type Body = Record<string, unknown>;

/** A server that reads other headers than it was sent. */
export function takesHeaders(
  alter: (headers: ProxiedRequest["headers"]) => ProxiedRequest["headers"],
): Alteration {
  return { request: (request) => ({ ...request, headers: alter(request.headers) }) };
}

/** A server that reads another path than it was sent. */
export function asks(alter: (path: string) => string): Alteration {
  return { request: (request) => ({ ...request, path: alter(request.path) }) };
}

export function ignoresHeader(name: string): Alteration {
  return takesHeaders(({ [name]: _ignored, ...headers }) => headers);
}

/** A server that reads another `api-version` than it was sent. */
export function takesVersion(alter: (version: string) => string): Alteration {
  return {
    request: (request) => ({
      ...request,
      path: request.path.replace(/(?<=api-version=)[^&]*/, (version) => alter(version)),
    }),
  };
}

/** A server that reads another body than it was sent, if the body is an object. */
export function takesBody(alter: (body: Body) => Body): Alteration {
  return {
    request: (request) => {
      // JSON.stringify cannot write what a case nests 10,000 levels deep.
      const body = request.body.includes("[".repeat(1000)) ? undefined : parseJson(decodeBody(request.body));
      return isObject(body) && !Array.isArray(body)
        ? { ...request, body: Buffer.from(JSON.stringify(alter(body))).toString("latin1") }
        : request;
    },
  };
}

/** Decodes the body of a request, which has one character per byte. */
export function decodeBody(body: string): string {
  return Buffer.from(body, "latin1").toString();
}

export function ignoresParameter(name: string): Alteration {
  return takesBody(({ [name]: _ignored, ...body }) => body);
}

export function hasDefault(name: string, value: unknown): Alteration {
  return takesBody((body) => ({ [name]: value, ...body }));
}

/** A server that responds with other completions if they are not streamed. `request` is the request's body. */
export function completes(
  alter: (completion: CreateCompletionResponse, request: Body) => object,
): Alteration {
  return {
    response: (response, { method, body }) => {
      if (method !== "POST" || response.status !== 200 || isStream(response)) return response;
      return alterJson(response, (completion) =>
        alter(completion as CreateCompletionResponse, JSON.parse(decodeBody(body))),
      );
    },
  };
}

type Choice = CompletionChunk["choices"][number] & { readonly logprobs?: CompletionLogprobs | null };

/** A server that responds with other choices if they are not streamed. */
export function chooses(alter: (choice: Choice, request: Body) => object): Alteration {
  return completes((completion, request) => ({
    ...completion,
    choices: completion.choices.map((choice) => ({ ...choice, ...alter(choice, request) })),
  }));
}

/** A server that streams other chunks. */
export function streams(alter: (chunk: CompletionChunk, index: number) => object): Alteration {
  return streamsText((text) => {
    const chunks = [...text.matchAll(/^data: (\{.*)$/gm)].map(
      ([, data = ""]): CompletionChunk => JSON.parse(data),
    );
    return (
      chunks.map((chunk, index) => encodeEvent({ ...chunk, ...alter(chunk, index) })).join("") + doneEvent
    );
  });
}

/** A server that streams other choices. */
export function streamsChoices(changes: Partial<Choice>): Alteration {
  return streams(({ choices }) => ({ choices: choices.map((choice) => ({ ...choice, ...changes })) }));
}

export function streamsText(alter: (text: string) => string): Alteration {
  return {
    response: (response) => (isStream(response) ? { ...response, body: alter(response.body) } : response),
  };
}

/** A server that responds with other errors. */
export function fails(alter: (response: ProxiedResponse) => ProxiedResponse): Alteration {
  return { response: (response) => (response.status >= 400 ? alter(response) : response) };
}

export function failsWith(changes: Body): Alteration {
  return fails((response) => alterJson(response, (body) => ({ ...body, ...changes })));
}

export function failsWithDetail(changes: Body): Alteration {
  return fails((response) =>
    alterJson(response, ({ detail, ...body }) => ({
      ...body,
      detail: { ...(detail as object), ...changes },
    })),
  );
}

export function failsWithHeader(name: string, value: string): Alteration {
  return fails((response) => ({ ...response, headers: { ...response.headers, [name]: value } }));
}
