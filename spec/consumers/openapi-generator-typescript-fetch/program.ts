// Calls the mock with the client that openapi-generator generates for fetch.
import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import {
  CompletionEventFromJSON,
  CompletionsApi,
  Configuration,
  type CreateCompletionRequest,
  ResponseError,
  UnprocessableContentErrorFromJSON,
} from "./generated";

const { BASE_URL = "", API_KEY = "", API_VERSION: apiVersion = "" } = process.env;
const api = new CompletionsApi(new Configuration({ basePath: BASE_URL, apiKey: `Bearer ${API_KEY}` }));

const complete = (createCompletionRequest: CreateCompletionRequest) =>
  api.complete({ apiVersion, createCompletionRequest });

const checks = {
  async completes() {
    const { choices, usage } = await complete({ prompt: "Call me", max_tokens: 4, seed: 1 });
    deepEqual([choices.length, choices[0]?.finish_reason, usage.completion_tokens], [1, "length", 4]);
    notEqual(choices[0]?.text, "");
  },
  async "prompt-lists"() {
    const { choices } = await complete({ prompt: ["Call me", "The whale"], max_tokens: 4 });
    equal(choices.length, 2);
  },
  async tokens() {
    const one = await complete({ prompt: [10, 20], max_tokens: 4 });
    const two = await complete({ prompt: [[10, 20], [30]], max_tokens: 4 });
    deepEqual([one.choices.length, two.choices.length], [1, 2]);
  },
  async error() {
    const failure: unknown = await complete({ prompt: "Call me", temperature: 3 }).catch((error) => error);
    ok(failure instanceof ResponseError);
    const { status, code, message, detail } = UnprocessableContentErrorFromJSON(
      await failure.response.json(),
    );
    deepEqual([status, code, detail.loc], [422, "invalid_parameter", ["body", "temperature"]]);
    notEqual(message, "");
  },
  async stream() {
    const createCompletionRequest = { prompt: "Call me", max_tokens: 4, stream: true };
    const { raw } = await api.completeRaw({ apiVersion, createCompletionRequest });
    let text = "";
    for await (const piece of raw.body?.pipeThrough(new TextDecoderStream()) ?? []) text += piece;
    const data = [...text.matchAll(/^data: (.*)$/gm)].map(([, line = ""]) => line);
    equal(data.pop(), "[DONE]");
    for (const line of data) ok("choices" in CompletionEventFromJSON(JSON.parse(line)));
  },
};

async function main() {
  for (const [name, check] of Object.entries(checks)) {
    try {
      await check();
      console.log(`ok ${name}`);
    } catch (error) {
      const response = error instanceof ResponseError ? await error.response.text() : "";
      console.log(`no ${name}: ${String(error).split("\n")[0]} ${response}`);
    }
  }
}
void main();
