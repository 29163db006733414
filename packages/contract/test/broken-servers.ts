import { doneEvent, encodeEvent } from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";
import { alterJson } from "./support/alter-json.ts";
import {
  completes,
  fails,
  hasDefault,
  ignoresHeader,
  ignoresParameter,
  streams,
  streamsText,
  takesBody,
  takesHeaders,
} from "./support/alterations.ts";
import type { Alteration } from "./support/altering-proxy.ts";

const request = "#/components/schemas/CreateCompletionRequest/properties";
const operation = "#/paths/~1completions/post";

/** A chunk with another choice, where it has any. */
function withChoice(
  chunk: CompletionChunk,
  changes: Partial<CompletionChunk["choices"][number]>,
): CompletionChunk {
  return { ...chunk, choices: chunk.choices.map((choice) => ({ ...choice, ...changes })) };
}

/** Servers that break what no schema says: the element of the spec that each breaks, and how. */
export const brokenServers: readonly (readonly [element: string, how: string, alteration: Alteration])[] = [
  [
    operation,
    "has another route",
    { request: (sent) => ({ ...sent, path: sent.path.replace("completions", "whales") }) },
  ],
  [
    `${operation}/requestBody/required`,
    "takes no body for a prompt",
    { request: (sent) => ({ ...sent, body: sent.body || '{"prompt": "whale"}' }) },
  ],
  [
    `${operation}/requestBody/content/application~1json`,
    "takes any media type for JSON",
    takesHeaders((headers) => ({ ...headers, "content-type": "application/json" })),
  ],
  [
    `${operation}/requestBody/content/application~1json`,
    "takes JSON without a charset only",
    takesHeaders((headers) => ({
      ...headers,
      "content-type": headers["content-type"]?.replace(/;.*/, "; charset=whale") ?? "",
    })),
  ],
  [
    "#/components/parameters/ApiVersion",
    "ignores it",
    { request: (sent) => ({ ...sent, path: "/completions" }) },
  ],
  ["#/components/parameters/ExtraParameters", "ignores it", ignoresHeader("extra-parameters")],
  ["#/components/parameters/Deployment", "ignores it", ignoresHeader("azureml-model-deployment")],
  [
    "#/components/parameters/ExtraParameters/schema/default",
    "has another default",
    takesHeaders((headers) => ({ "extra-parameters": "ignore", ...headers })),
  ],
  [
    "#/components/securitySchemes/Authorization",
    "asks for no token",
    takesHeaders((headers) => ({ ...headers, authorization: "Bearer whale" })),
  ],
  [
    "#/components/securitySchemes/Authorization",
    "minds the case of the scheme",
    takesHeaders(({ authorization = "", ...headers }) => ({
      ...headers,
      ...(!/^(bearer|BEARER) /.test(authorization) && { authorization }),
    })),
  ],
  [
    "#/components/securitySchemes/AADToken",
    "refuses what is a JWT",
    takesHeaders(({ authorization = "", ...headers }) => ({
      ...headers,
      ...(!authorization.includes(".") && { authorization }),
    })),
  ],

  [
    "#/components/schemas/Prompt/default",
    "wants text",
    takesBody((body) => ({ ...body, ...(body.prompt === "<|endoftext|>" && { prompt: null }) })),
  ],
  ...[
    "prompt",
    "frequency_penalty",
    "max_tokens",
    "presence_penalty",
    "seed",
    "stop",
    "stream",
    "temperature",
    "top_p",
  ].map((name) => [`${request}/${name}`, "ignores it", ignoresParameter(name)] as const),
  [`${request}/frequency_penalty/default`, "has another", hasDefault("frequency_penalty", 2)],
  [`${request}/max_tokens/default`, "has another", hasDefault("max_tokens", 16)],
  [`${request}/presence_penalty/default`, "has another", hasDefault("presence_penalty", 2)],
  [`${request}/stream/default`, "has another", hasDefault("stream", true)],
  [`${request}/temperature/default`, "has another", hasDefault("temperature", 0.5)],
  [`${request}/top_p/default`, "has another", hasDefault("top_p", 0.5)],

  [
    "extra-parameters-policy",
    "drops them always",
    takesHeaders((headers) => ({ ...headers, "extra-parameters": "ignore" })),
  ],
  [
    "extra-parameters-policy",
    "refuses them always",
    takesHeaders((headers) => ({ ...headers, "extra-parameters": "error" })),
  ],
  [
    "extra-never-overrides",
    "takes parameters out of extra ones",
    takesBody((body) => ({ ...body, ...(body.parameters ?? {}) })),
  ],
  [
    "extra-never-overrides",
    "takes parameters out of `__proto__`",
    takesBody((body) => ({ ...body, ...Object.getOwnPropertyDescriptor(body, "__proto__")?.value })),
  ],
  [
    "choices-follow-prompts",
    "gives a choice more",
    completes(({ choices, ...rest }) => ({
      ...rest,
      choices: [...choices, { ...choices[0], index: choices.length }],
    })),
  ],
  [
    "stop-excluded",
    "leaves the stop sequence in the text",
    completes(({ choices, ...rest }, { stop = "" }) => ({
      ...rest,
      choices: choices.map((choice) => ({ ...choice, text: `${choice.text}${[stop].flat()[0]}` })),
    })),
  ],
  [
    "max-tokens-bound",
    "takes more tokens",
    completes(({ usage, ...rest }) => {
      const completion_tokens = usage.completion_tokens + 1;
      return {
        ...rest,
        usage: { ...usage, completion_tokens, total_tokens: usage.prompt_tokens + completion_tokens },
      };
    }),
  ],
  [
    "length-means-max-tokens",
    "always says stop",
    completes(({ choices, ...rest }) => ({
      ...rest,
      choices: choices.map((choice) => ({ ...choice, finish_reason: "stop" })),
    })),
  ],
  [
    "usage-adds-up",
    "counts one more",
    completes(({ usage, ...rest }) => ({
      ...rest,
      usage: { ...usage, total_tokens: usage.total_tokens + 1 },
    })),
  ],
  ["seed-repeats", "picks a seed of its own", ignoresParameter("seed")],

  [
    "stream-same-identity",
    "names each event anew",
    streams((chunks) => [
      ...chunks.map((chunk, index) => encodeEvent({ ...chunk, id: `${chunk.id}-${index}` })),
      doneEvent,
    ]),
  ],
  [
    "stream-one-finish-per-choice",
    "ends a choice on each of its events",
    streams((chunks) => [
      ...chunks.map((chunk) => encodeEvent(withChoice(chunk, { finish_reason: "length" }))),
      doneEvent,
    ]),
  ],
  [
    "stream-every-choice-ends",
    "ends no choice",
    streams((chunks) => [
      ...chunks.map((chunk) => encodeEvent(withChoice(chunk, { finish_reason: null }))),
      doneEvent,
    ]),
  ],
  [
    "stream-usage-last",
    "has no usage",
    streams((chunks) => [...chunks.map((chunk) => encodeEvent({ ...chunk, usage: null })), doneEvent]),
  ],
  ["stream-done-is-last", "leaves [DONE] out", streamsText((text) => text.replace(doneEvent, ""))],
  ["stream-done-is-last", "goes on after [DONE]", streamsText((text) => doneEvent + text)],
  [
    "stream-equals-json",
    "streams another text",
    streams((chunks) => [...chunks.map((chunk) => encodeEvent(withChoice(chunk, { text: "w" }))), doneEvent]),
  ],
  [
    "stream-error-event",
    "ends with [DONE] all the same",
    streamsText((text) => text.replace(doneEvent, "") + doneEvent),
  ],
  [
    "stream-error-event",
    "answers 200 before it looks at the request",
    fails((answer) => ({
      ...answer,
      status: 200,
      headers: { "content-type": "text/event-stream" },
      body: `data: {"error":${answer.body}}\n\n`,
    })),
  ],
  [
    "stream-comments-mean-nothing",
    "sends an event as a comment",
    streamsText((text) => text.replace("data:", ": data:")),
  ],

  [
    "error-code-header",
    "has another code in the header",
    fails((answer) => ({ ...answer, headers: { ...answer.headers, "x-ms-error-code": "invalid_json" } })),
  ],
  [
    "one-detail-per-fault",
    "blames the whole union",
    fails((answer) =>
      alterJson(answer, (body) => ({
        ...(body as object),
        detail: { loc: ["body", "prompt"], value: "null" },
      })),
    ),
  ],
];
