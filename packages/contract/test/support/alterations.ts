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

/** A server that gives other completions; `request` is the body of what it was asked. */
export function completes(
  alter: (completion: CreateCompletionResponse, request: Body) => unknown,
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

/** A server that gives other streams: `events` is the data of each event, `[DONE]` left out. */
export function streams(alter: (chunks: CompletionChunk[]) => readonly string[]): Alteration {
  return streamsText((text) => {
    const data = [...text.matchAll(/^data: (\{.*)$/gm)].map(([, json = ""]) => JSON.parse(json));
    return alter(data).join("");
  });
}

export function streamsText(alter: (text: string) => string): Alteration {
  return { answer: (answer) => (isStream(answer) ? { ...answer, body: alter(answer.body) } : answer) };
}

/** A server whose errors are others. */
export function fails(alter: (answer: ProxiedAnswer) => ProxiedAnswer): Alteration {
  return { answer: (answer) => (answer.status >= 400 ? alter(answer) : answer) };
}
