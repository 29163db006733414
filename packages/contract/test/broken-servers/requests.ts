import {
  chooses,
  hasDefault,
  ignoresHeader,
  ignoresParameter,
  takesBody,
  takesHeaders,
  takesVersion,
} from "../support/alterations.ts";
import type { BrokenServers } from "./broken-servers.ts";

const operation = "#/paths/~1completions/post";
const body = "#/components/schemas/CreateCompletionRequest/properties";

/** Servers that misread requests. */
export const brokenRequests: BrokenServers = {
  [operation]: {
    "has another route": {
      request: (sent) => ({ ...sent, path: sent.path.replace("completions", "whales") }),
    },
  },
  [`${operation}/requestBody/required`]: {
    "accepts a missing body": {
      request: (sent) => ({ ...sent, body: sent.body || '{"prompt": "whale"}' }),
    },
  },
  [`${operation}/requestBody/content/application~1json`]: {
    "accepts any media type": takesHeaders((headers) => ({
      ...headers,
      "content-type": "application/json",
    })),
    "refuses every charset": takesHeaders((headers) => ({
      ...headers,
      "content-type": headers["content-type"]?.replace(/;.*/, "; charset=whale") ?? "",
    })),
  },

  "#/components/parameters/ApiVersion": {
    "ignores it": { request: (sent) => ({ ...sent, path: "/completions" }) },
  },
  "#/components/parameters/ApiVersion/schema/pattern": {
    "checks only the end": takesVersion((version) => version.replace(/^.*(?=2024-04-01$)/, "")),
    "accepts a line break after it": takesVersion((version) => version.replace(/%0A$/, "")),
  },
  "#/components/parameters/Deployment": {
    "ignores it": ignoresHeader("azureml-model-deployment"),
    "knows no deployment": takesHeaders(({ "azureml-model-deployment": name, ...headers }) => ({
      ...headers,
      ...(name !== undefined && { "azureml-model-deployment": "whale" }),
    })),
  },
  "#/components/parameters/ExtraParameters": { "ignores it": ignoresHeader("extra-parameters") },
  "#/components/parameters/ExtraParameters/schema/default": {
    "has another": takesHeaders((headers) => ({ "extra-parameters": "ignore", ...headers })),
  },

  "#/components/securitySchemes/Authorization": {
    "accepts a missing token": takesHeaders((headers) => ({ ...headers, authorization: "Bearer whale" })),
    "compares the scheme case-sensitively": takesHeaders(({ authorization = "", ...headers }) => ({
      ...headers,
      ...(authorization.startsWith("Bearer ") && { authorization }),
    })),
    "accepts a colon after the scheme": takesHeaders(({ authorization = "", ...headers }) => ({
      ...headers,
      authorization: authorization.replace(":", ""),
    })),
  },
  "#/components/securitySchemes/AADToken": {
    "refuses JWTs": takesHeaders(({ authorization = "", ...headers }) => ({
      ...headers,
      ...(!authorization.includes(".") && { authorization }),
    })),
  },

  [`${body}/prompt`]: { "ignores it": ignoresParameter("prompt") },
  [`${body}/frequency_penalty`]: { "ignores it": ignoresParameter("frequency_penalty") },
  [`${body}/frequency_penalty/default`]: { "has another": hasDefault("frequency_penalty", 2) },
  [`${body}/max_tokens`]: { "ignores it": ignoresParameter("max_tokens") },
  [`${body}/max_tokens/default`]: { "has another": hasDefault("max_tokens", 16) },
  [`${body}/presence_penalty`]: { "ignores it": ignoresParameter("presence_penalty") },
  [`${body}/presence_penalty/default`]: { "has another": hasDefault("presence_penalty", 2) },
  [`${body}/seed`]: {
    "ignores it": ignoresParameter("seed"),
    "always uses the same seed": takesBody((sent) => ({ ...sent, seed: 7 })),
    "ignores its sign": takesBody(({ seed, ...sent }) => ({
      ...sent,
      seed: seed === -7 ? 7 : seed,
    })),
  },
  [`${body}/stop`]: {
    "ignores it": ignoresParameter("stop"),
    "ends the text too early": chooses(({ text }, { stop }) => ({ text: stop ? text.slice(0, -1) : text })),
  },
  [`${body}/stream`]: {
    "ignores it": ignoresParameter("stream"),
    "decides by `Accept`": {
      request: (sent) => {
        const accepts = sent.headers.accept?.includes("text/event-stream") ?? false;
        return { ...sent, body: sent.body.replace(/"stream":(true|false)/, `"stream":${accepts}`) };
      },
    },
  },
  [`${body}/stream/default`]: { "has another": hasDefault("stream", true) },
  [`${body}/temperature`]: { "ignores it": ignoresParameter("temperature") },
  [`${body}/temperature/default`]: {
    "has another": hasDefault("temperature", 0.5),
    "takes null for 0": takesBody(({ temperature, ...sent }) => ({
      ...sent,
      ...(temperature !== undefined && { temperature: temperature ?? 0 }),
    })),
  },
  [`${body}/top_p`]: { "ignores it": ignoresParameter("top_p") },
  [`${body}/top_p/default`]: { "has another": hasDefault("top_p", 0.5) },
  "#/components/schemas/Prompt/oneOf/3/items/items/type": {
    "accepts lists below the lists of tokens": {
      request: (sent) => ({
        ...sent,
        // As text, because it may be nested too deeply for JSON.stringify.
        body: /\[\[\[|,\[\[/.test(sent.body) ? '{"prompt": "whale"}' : sent.body,
      }),
    },
  },
  "#/components/schemas/Prompt/oneOf/0": {
    "refuses every text": takesBody(({ prompt, ...sent }) => ({
      ...sent,
      prompt: typeof prompt === "string" ? null : prompt,
    })),
    "refuses the separator": takesBody(({ prompt, ...sent }) => ({
      ...sent,
      prompt: prompt === "<|endoftext|>" ? null : prompt,
    })),
  },

  "extra-parameters-policy": {
    "always drops them": takesHeaders((headers) => ({ ...headers, "extra-parameters": "ignore" })),
    "always refuses them": takesHeaders((headers) => ({ ...headers, "extra-parameters": "error" })),
  },
  "extra-never-overrides": {
    "reads parameters from inside extra ones": takesBody((sent) => ({
      ...sent,
      ...(sent.parameters as object),
    })),
    // Reading it as a property would return the prototype.
    "reads parameters from inside `__proto__`": takesBody((sent) => ({
      ...sent,
      ...Object.getOwnPropertyDescriptor(sent, "__proto__")?.value,
    })),
  },
};
