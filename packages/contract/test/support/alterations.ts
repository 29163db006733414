import { doneEvent, encodeEvent } from "@completions-api/protocol";
import type { CompletionChunk, CreateCompletionResponse } from "@completions-api/types";
import { isObject } from "../../src/is-object.ts";
import { alterJson, isStream } from "./alter-json.ts";
import type { Alteration, ProxiedAnswer, ProxiedRequest } from "./altering-proxy.ts";

type Body = Record<string, unknown>;

/** A server that takes other headers than it gets. */
export function takesHeaders(
  alter: (headers: ProxiedRequest["headers"]) => ProxiedRequest["headers"],
): Alteration {
  return { request: (request) => ({ ...request, headers: alter(request.headers) }) };
}

export function ignoresHeader(name: string): Alteration {
  return takesHeaders(({ [name]: _ignored, ...headers }) => headers);
}

/** A server that takes another `api-version` than it gets. */
export function takesVersion(alter: (version: string) => string): Alteration {
  return {
    request: (request) => ({
      ...request,
      path: request.path.replace(/(?<=api-version=)[^&]*/, (version) => alter(version)),
    }),
  };
}

/** A server that takes another body than it gets, where that is an object. */
export function takesBody(alter: (body: Body) => Body): Alteration {
  return {
    request: (request) => {
      const body = parse(request.body);
      return isObject(body) && !Array.isArray(body)
        ? { ...request, body: JSON.stringify(alter(body)) }
        : request;
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function ignoresParameter(name: string): Alteration {
  return takesBody(({ [name]: _ignored, ...body }) => body);
}

export function hasDefault(name: string, value: unknown): Alteration {
  return takesBody((body) => ({ [name]: value, ...body }));
}

/** A server that gives other completions where they are not streamed; `request` is the body of what it was asked. */
export function completes(
  alter: (completion: CreateCompletionResponse, request: Body) => object,
): Alteration {
  return {
    answer: (answer, { body }) => {
      if (answer.status !== 200 || isStream(answer)) return answer;
      return alterJson(answer, (completion) =>
        alter(completion as CreateCompletionResponse, JSON.parse(body)),
      );
    },
  };
}

type Choice = CompletionChunk["choices"][number];

/** A server that gives other choices where they are not streamed. */
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
  return { answer: (answer) => (isStream(answer) ? { ...answer, body: alter(answer.body) } : answer) };
}

/** A server whose errors are others. */
export function fails(alter: (answer: ProxiedAnswer) => ProxiedAnswer): Alteration {
  return { answer: (answer) => (answer.status >= 400 ? alter(answer) : answer) };
}

export function failsWith(changes: Body): Alteration {
  return fails((answer) => alterJson(answer, (body) => ({ ...body, ...changes })));
}

export function failsWithDetail(changes: Body): Alteration {
  return fails((answer) =>
    alterJson(answer, ({ detail, ...body }) => ({ ...body, detail: { ...(detail as object), ...changes } })),
  );
}

export function failsWithHeader(name: string, value: string): Alteration {
  return fails((answer) => ({ ...answer, headers: { ...answer.headers, [name]: value } }));
}
