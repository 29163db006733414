import { isObject } from "../../../src/is-object.ts";
import { alterJson, isStream } from "./alter-json.ts";
import type { Alteration, ProxiedRequest, ProxiedResponse } from "./alteration.ts";
import { decodeBody } from "./alterations.ts";

/** An object of JSON, whose properties an alteration may replace by anything. */
export type Json = Readonly<Record<string, unknown>>;

/** The text of a choice is the only property that alterations read. */
export type AnsweredChoice = Json & { readonly text: string };

/** A server that answers completions otherwise, streamed or not. */
export function answers(
  alter: (response: ProxiedResponse, request: ProxiedRequest) => ProxiedResponse,
): Alteration {
  return {
    response: (response, request) =>
      request.method === "POST" && response.status === 200 ? alter(response, request) : response,
  };
}

/** A server whose completions differ, streamed or not. `alter` gets a completion or an event of one. */
export function answersWith(alter: (answer: Json, request: Json) => object): Alteration {
  return answers((response, request) =>
    alterJson(response, (answer) => alter(answer, JSON.parse(decodeBody(request.body)))),
  );
}

/** A server whose completions differ in these properties, streamed or not. */
export function answersAlways(changes: Json): Alteration {
  return answersWith((answer) => ({ ...answer, ...changes }));
}

/** A server whose choices differ, streamed or not. */
export function choosesAlways(alter: (choice: AnsweredChoice, request: Json) => object): Alteration {
  return answersWith(({ choices, ...answer }, request) => ({
    ...answer,
    ...(Array.isArray(choices) && {
      choices: choices.map((choice) => ({ ...choice, ...alter(choice, request) })),
    }),
  }));
}

/** A server whose list of choices differs, if they are not streamed. */
export function listsChoices(alter: (choices: readonly AnsweredChoice[]) => unknown): Alteration {
  return answers((response) =>
    isStream(response)
      ? response
      : alterJson(response, ({ choices, ...answer }) => ({
          ...answer,
          choices: alter(choices as readonly AnsweredChoice[]),
        })),
  );
}

/** A server whose usage differs, streamed or not. */
export function counts(
  alter: (usage: Readonly<Record<string, number>>, request: Json) => unknown,
): Alteration {
  return answersWith(({ usage, ...answer }, request) => ({
    ...answer,
    ...(usage !== undefined && {
      usage: isObject(usage) ? alter(usage as Record<string, number>, request) : usage,
    }),
  }));
}

/** A server that adds to the usage, and adds up the total. */
export function countsTokens(
  alter: (usage: Readonly<Record<string, number>>, request: Json) => Readonly<Record<string, number>>,
): Alteration {
  return counts((usage, request) => {
    const { prompt_tokens = 0, completion_tokens = 0 } = { ...usage, ...alter(usage, request) };
    return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
  });
}

/** A server that sends other text than JSON, if completions are not streamed. */
export function writesJson(alter: (text: string) => string): Alteration {
  return answers((response) => (isStream(response) ? response : { ...response, body: alter(response.body) }));
}

/** A server whose headers differ, for each response that `applies` selects. A header that is undefined is left out. */
export function sendsHeaders(
  changes: Readonly<Record<string, string | undefined>>,
  applies: (response: ProxiedResponse, request: ProxiedRequest) => boolean = () => true,
): Alteration {
  return {
    response: (response, request) => {
      if (!applies(response, request)) return response;
      const headers = Object.entries({ ...response.headers, ...changes });
      return {
        ...response,
        headers: Object.fromEntries(
          headers.filter((header): header is [string, string] => header[1] !== undefined),
        ),
      };
    },
  };
}

/** A server that sends errors with another status. */
export function failsWithStatus(from: number, to: number): Alteration {
  return {
    response: (response) => (response.status === from ? { ...response, status: to } : response),
  };
}
