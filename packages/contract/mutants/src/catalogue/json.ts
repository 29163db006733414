import { fails } from "../proxy/alterations.ts";
import { answers, writesJson } from "../proxy/answer-alterations.ts";
import type { BrokenServer } from "./broken-server.ts";

/** Servers that write JSON which parsers refuse or read differently. */
export const brokenJson: readonly BrokenServer[] = [
  {
    id: "json-has-a-trailing-comma",
    title: "writes a comma before the end",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: writesJson((text) => text.replace(/\}$/, ",}")),
  },
  {
    id: "json-has-single-quotes",
    title: "writes single quotes",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: writesJson((text) => text.replaceAll('"', "'")),
  },
  {
    id: "json-has-a-comment",
    title: "writes a comment",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: writesJson((text) => `// whale\n${text}`),
  },
  {
    id: "json-has-nan",
    title: "writes NaN",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: writesJson((text) => text.replace(/"index":\d+/, '"index":NaN')),
  },
  {
    id: "json-has-infinity",
    title: "writes Infinity",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: writesJson((text) => text.replace(/"created":\d+/, '"created":Infinity')),
  },
  {
    id: "json-has-leading-zeros",
    title: "writes numbers with zeros before them",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: writesJson((text) => text.replace(/"created":/, '"created":0')),
  },
  {
    id: "json-has-raw-line-breaks",
    title: "does not escape line breaks",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: writesJson((text) => text.replace('"text":"', '"text":"\n')),
  },
  {
    id: "json-has-two-values",
    title: "writes two values",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: writesJson((text) => text + text),
  },
  {
    id: "json-has-text-after-it",
    title: "writes text after a value",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: writesJson((text) => `${text}whale`),
  },
  {
    id: "json-is-a-string",
    title: "writes the JSON of a completion as a string",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: writesJson((text) => JSON.stringify(text)),
  },
  {
    id: "json-is-cut",
    title: "leaves the last character out",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: writesJson((text) => text.slice(0, -1)),
  },
  {
    id: "json-is-empty",
    title: "writes nothing",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: writesJson(() => ""),
  },
  {
    id: "json-is-python",
    title: "writes None for null and True for true",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: writesJson((text) => text.replace(/"id":/, '"suffix":None,"id":')),
  },
  {
    id: "json-has-upper-case-keys",
    title: "writes keys in capitals",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: writesJson((text) => text.replaceAll(/"(\w+)":/g, (key) => key.toUpperCase())),
  },
  {
    id: "json-has-camel-case",
    title: "writes keys in camel case",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: writesJson((text) =>
      text.replaceAll(/_(\w)(?=\w*":)/g, (_, letter: string) => letter.toUpperCase()),
    ),
  },
  {
    id: "json-has-text-numbers",
    title: "writes numbers as strings",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: writesJson((text) => text.replaceAll(/:(\d+)(?=[,}])/g, ':"$1"')),
  },
  {
    id: "json-has-duplicate-keys",
    title: "has a second list of choices, which is empty",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: writesJson((text) => text.replace(/\}$/, ',"choices":[]}')),
  },
  {
    id: "json-has-a-second-usage",
    title: "has a second usage of other numbers",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: writesJson((text) =>
      text.replace(/\}$/, ',"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":1}}'),
    ),
  },
  {
    id: "json-begins-with-a-mark",
    title: "begins with a byte order mark",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: writesJson((text) => `\uFEFF${text}`),
  },
  {
    id: "json-begins-with-a-guard",
    title: "begins with text against hijacking",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: writesJson((text) => `)]}',\n${text}`),
  },
  {
    id: "json-is-jsonp",
    title: "calls a function",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: writesJson((text) => `callback(${text})`),
  },
  {
    id: "json-of-errors-has-two-values",
    title: "writes two errors",
    breaks: "#/paths/~1completions/post/responses/default",
    alteration: fails((response) => ({ ...response, body: response.body + response.body })),
  },
  {
    id: "json-of-errors-has-single-quotes",
    title: "writes single quotes in errors",
    breaks: "#/paths/~1completions/post/responses/default",
    alteration: fails((response) => ({ ...response, body: response.body.replaceAll('"', "'") })),
  },
  {
    id: "json-is-sent-for-streams",
    title: "responds with JSON to every request",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/stream",
    alteration: answers((response) => ({
      ...response,
      headers: { "content-type": "application/json" },
      body: "{}",
    })),
  },
];
