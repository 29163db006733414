import {
  chooses,
  hasDefault,
  ignoresHeader,
  ignoresParameter,
  takesBody,
  takesHeaders,
  takesVersion,
} from "../proxy/alterations.ts";
import type { BrokenServer } from "./broken-server.ts";

const operation = "#/paths/~1completions/post";
const body = "#/components/schemas/CreateCompletionRequest/properties";

/** Servers that misread requests. */
export const brokenRequests: readonly BrokenServer[] = [
  {
    id: "has-another-route",
    title: "has another route",
    breaks: operation,
    alteration: {
      request: (sent) => ({ ...sent, path: sent.path.replace("completions", "whales") }),
    },
  },
  {
    id: "request-body-accepts-a-missing-body",
    title: "accepts a missing body",
    breaks: `${operation}/requestBody/required`,
    alteration: {
      request: (sent) => ({ ...sent, body: sent.body || '{"prompt": "whale"}' }),
    },
  },
  {
    id: "content-type-accepts-any-media-type",
    title: "accepts any media type",
    breaks: `${operation}/requestBody/content/application~1json`,
    alteration: takesHeaders((headers) => ({
      ...headers,
      "content-type": "application/json",
    })),
  },
  {
    id: "content-type-refuses-every-charset",
    title: "refuses every charset",
    breaks: `${operation}/requestBody/content/application~1json`,
    alteration: takesHeaders((headers) => ({
      ...headers,
      "content-type": headers["content-type"]?.replace(/;.*/, "; charset=whale") ?? "",
    })),
  },
  {
    id: "api-version-ignores-it",
    title: "ignores it",
    breaks: "#/components/parameters/ApiVersion",
    faces: ["completions"],
    alteration: { request: (sent) => ({ ...sent, path: "/completions" }) },
  },
  {
    id: "api-version-checks-only-the-end",
    title: "checks only the end",
    breaks: "#/components/parameters/ApiVersion/schema/pattern",
    faces: ["completions"],
    alteration: takesVersion((version) => version.replace(/^.*(?=2024-04-01$)/, "")),
  },
  {
    id: "api-version-accepts-a-line-break-after-it",
    title: "accepts a line break after it",
    breaks: "#/components/parameters/ApiVersion/schema/pattern",
    faces: ["completions"],
    alteration: takesVersion((version) => version.replace(/%0A$/, "")),
  },
  {
    id: "deployment-ignores-it",
    title: "ignores it",
    breaks: "#/components/parameters/Deployment",
    faces: ["completions"],
    alteration: ignoresHeader("azureml-model-deployment"),
  },
  {
    id: "deployment-knows-no-deployment",
    title: "knows no deployment",
    breaks: "#/components/parameters/Deployment",
    faces: ["completions"],
    alteration: takesHeaders(({ "azureml-model-deployment": name, ...headers }) => ({
      ...headers,
      ...(name !== undefined && { "azureml-model-deployment": "whale" }),
    })),
  },
  {
    id: "extra-parameters-ignores-it",
    title: "ignores it",
    breaks: "#/components/parameters/ExtraParameters",
    faces: ["completions"],
    alteration: ignoresHeader("extra-parameters"),
  },
  {
    id: "extra-parameters-default-has-another",
    title: "has another",
    breaks: "#/components/parameters/ExtraParameters/schema/default",
    faces: ["completions"],
    alteration: takesHeaders((headers) => ({ "extra-parameters": "ignore", ...headers })),
  },
  {
    id: "authorization-accepts-a-missing-token",
    title: "accepts a missing token",
    breaks: "#/components/securitySchemes/Authorization",
    alteration: takesHeaders((headers) => ({ ...headers, authorization: "Bearer whale" })),
  },
  {
    id: "authorization-compares-the-scheme-case-sensitively",
    title: "compares the scheme case-sensitively",
    breaks: "#/components/securitySchemes/Authorization",
    alteration: takesHeaders(({ authorization = "", ...headers }) => ({
      ...headers,
      ...(authorization.startsWith("Bearer ") && { authorization }),
    })),
  },
  {
    id: "authorization-accepts-a-colon-after-the-scheme",
    title: "accepts a colon after the scheme",
    breaks: "#/components/securitySchemes/Authorization",
    alteration: takesHeaders(({ authorization = "", ...headers }) => ({
      ...headers,
      authorization: authorization.replace(":", ""),
    })),
  },
  {
    id: "entra-token-refused",
    title: "refuses JWTs",
    breaks: "#/components/securitySchemes/AADToken",
    faces: ["completions"],
    alteration: takesHeaders(({ authorization = "", ...headers }) => ({
      ...headers,
      ...(!authorization.includes(".") && { authorization }),
    })),
  },
  {
    id: "prompt-ignores-it",
    title: "ignores it",
    breaks: `${body}/prompt`,
    alteration: ignoresParameter("prompt"),
  },
  {
    id: "frequency-penalty-ignores-it",
    title: "ignores it",
    breaks: `${body}/frequency_penalty`,
    alteration: ignoresParameter("frequency_penalty"),
  },
  {
    id: "frequency-penalty-default-has-another",
    title: "has another",
    breaks: `${body}/frequency_penalty/default`,
    alteration: hasDefault("frequency_penalty", 2),
  },
  {
    id: "max-tokens-ignores-it",
    title: "ignores it",
    breaks: `${body}/max_tokens`,
    alteration: ignoresParameter("max_tokens"),
  },
  {
    id: "max-tokens-default-has-another",
    title: "has another",
    breaks: `${body}/max_tokens/default`,
    faces: ["completions"],
    alteration: hasDefault("max_tokens", 16),
  },
  {
    id: "presence-penalty-ignores-it",
    title: "ignores it",
    breaks: `${body}/presence_penalty`,
    alteration: ignoresParameter("presence_penalty"),
  },
  {
    id: "presence-penalty-default-has-another",
    title: "has another",
    breaks: `${body}/presence_penalty/default`,
    alteration: hasDefault("presence_penalty", 2),
  },
  {
    id: "seed-ignores-it",
    title: "ignores it",
    breaks: `${body}/seed`,
    alteration: ignoresParameter("seed"),
  },
  {
    id: "seed-always-uses-the-same-seed",
    title: "always uses the same seed",
    breaks: `${body}/seed`,
    alteration: takesBody((sent) => ({ ...sent, seed: 7 })),
  },
  {
    id: "seed-ignores-its-sign",
    title: "ignores its sign",
    breaks: `${body}/seed`,
    alteration: takesBody(({ seed, ...sent }) => ({
      ...sent,
      seed: seed === -7 ? 7 : seed,
    })),
  },
  {
    id: "stop-ignores-it",
    title: "ignores it",
    breaks: `${body}/stop`,
    alteration: ignoresParameter("stop"),
  },
  {
    id: "stop-ends-the-text-too-early",
    title: "ends the text too early",
    breaks: `${body}/stop`,
    alteration: chooses(({ text }, { stop }) => ({ text: stop ? text.slice(0, -1) : text })),
  },
  {
    id: "stream-ignores-it",
    title: "ignores it",
    breaks: `${body}/stream`,
    alteration: ignoresParameter("stream"),
  },
  {
    id: "stream-decides-by-accept",
    title: "decides by `Accept`",
    breaks: `${body}/stream`,
    alteration: {
      request: (sent) => {
        const accepts = sent.headers.accept?.includes("text/event-stream") ?? false;
        return { ...sent, body: sent.body.replace(/"stream":(true|false)/, `"stream":${accepts}`) };
      },
    },
  },
  {
    id: "stream-default-has-another",
    title: "has another",
    breaks: `${body}/stream/default`,
    alteration: hasDefault("stream", true),
  },
  {
    id: "temperature-ignores-it",
    title: "ignores it",
    breaks: `${body}/temperature`,
    alteration: ignoresParameter("temperature"),
  },
  {
    id: "temperature-default-has-another",
    title: "has another",
    breaks: `${body}/temperature/default`,
    alteration: hasDefault("temperature", 0.5),
  },
  {
    id: "temperature-default-takes-null-for-0",
    title: "takes null for 0",
    breaks: `${body}/temperature/default`,
    alteration: takesBody(({ temperature, ...sent }) => ({
      ...sent,
      ...(temperature !== undefined && { temperature: temperature ?? 0 }),
    })),
  },
  {
    id: "top-p-ignores-it",
    title: "ignores it",
    breaks: `${body}/top_p`,
    alteration: ignoresParameter("top_p"),
  },
  {
    id: "top-p-default-has-another",
    title: "has another",
    breaks: `${body}/top_p/default`,
    alteration: hasDefault("top_p", 0.5),
  },
  {
    id: "prompt-accepts-lists-below-the-lists-of-tokens",
    title: "accepts lists below the lists of tokens",
    breaks: "#/components/schemas/Prompt/oneOf/3/items/items/type",
    alteration: {
      request: (sent) => ({
        ...sent,
        // It stays text, because it may be nested too deeply for JSON.stringify.
        body: /\[\[\[|,\[\[/.test(sent.body) ? '{"prompt": "whale"}' : sent.body,
      }),
    },
  },
  {
    id: "prompt-refuses-every-text",
    title: "refuses every text",
    breaks: "#/components/schemas/Prompt/oneOf/0",
    alteration: takesBody(({ prompt, ...sent }) => ({
      ...sent,
      prompt: typeof prompt === "string" ? null : prompt,
    })),
  },
  {
    id: "prompt-refuses-the-separator",
    title: "refuses the separator",
    breaks: "#/components/schemas/Prompt/oneOf/0",
    alteration: takesBody(({ prompt, ...sent }) => ({
      ...sent,
      prompt: prompt === "<|endoftext|>" ? null : prompt,
    })),
  },
  {
    id: "extra-parameters-policy-always-drops-them",
    title: "always drops them",
    breaks: "extra-parameters-policy",
    faces: ["completions"],
    alteration: takesHeaders((headers) => ({ ...headers, "extra-parameters": "ignore" })),
  },
  {
    id: "extra-parameters-policy-always-refuses-them",
    title: "always refuses them",
    breaks: "extra-parameters-policy",
    faces: ["completions"],
    alteration: takesHeaders((headers) => ({ ...headers, "extra-parameters": "error" })),
  },
  {
    id: "extra-never-overrides-reads-parameters-from-inside-extra-ones",
    title: "reads parameters from inside extra ones",
    breaks: "extra-never-overrides",
    faces: ["completions"],
    alteration: takesBody((sent) => ({
      ...sent,
      ...(sent.parameters as object),
    })),
  },
  {
    // Reading it as a property would return the prototype.
    id: "extra-never-overrides-reads-parameters-from-inside-proto",
    title: "reads parameters from inside `__proto__`",
    breaks: "extra-never-overrides",
    faces: ["completions"],
    alteration: takesBody((sent) => ({
      ...sent,
      ...Object.getOwnPropertyDescriptor(sent, "__proto__")?.value,
    })),
  },
];
