// Calls the mock with the client that @hey-api/openapi-ts generates.
import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import { type CompletionEvent, type CreateCompletionRequest, complete } from "./generated";
import { createClient } from "./generated/client";

const { BASE_URL = "", API_KEY = "", API_VERSION = "" } = process.env;
const client = createClient({
  baseUrl: BASE_URL,
  auth: ({ type }) => (type === "apiKey" ? `Bearer ${API_KEY}` : undefined),
});
const query = { "api-version": API_VERSION };

async function getCompletion(body: CreateCompletionRequest) {
  const { data } = await complete({ client, query, body, throwOnError: true });
  return data;
}

const checks = {
  async completes() {
    const { choices, usage } = await getCompletion({ prompt: "Call me", max_tokens: 4, seed: 1 });
    deepEqual([choices.length, choices[0]?.finish_reason, usage.completion_tokens], [1, "length", 4]);
    notEqual(choices[0]?.text, "");
  },
  async "prompt-lists"() {
    const { choices } = await getCompletion({ prompt: ["Call me", "The whale"], max_tokens: 4 });
    equal(choices.length, 2);
  },
  async tokens() {
    const one = await getCompletion({ prompt: [10, 20], max_tokens: 4 });
    const two = await getCompletion({ prompt: [[10, 20], [30]], max_tokens: 4 });
    deepEqual([one.choices.length, two.choices.length], [1, 2]);
  },
  async error() {
    const { error } = await complete({ client, query, body: { prompt: "Call me", temperature: 3 } });
    ok(error?.status === 422 && "detail" in error);
    deepEqual([error.code, error.detail.loc], ["invalid_parameter", ["body", "temperature"]]);
    notEqual(error.message, "");
  },
  async stream() {
    const body: CreateCompletionRequest = { prompt: "Call me", max_tokens: 4, stream: true };
    const { stream } = await client.sse.post<Record<200, CompletionEvent | "[DONE]">>({
      url: "/completions",
      security: [{ name: "Authorization", type: "apiKey" }],
      headers: { "Content-Type": "application/json" },
      query,
      body,
      sseMaxRetryAttempts: 1,
    });
    const events: (CompletionEvent | "[DONE]")[] = [];
    for await (const event of stream) events.push(event);
    equal(events.pop(), "[DONE]");
    ok(events.length > 1);
    for (const event of events) ok(event !== "[DONE]" && "choices" in event);
  },
};

async function main() {
  for (const [name, check] of Object.entries(checks)) {
    try {
      await check();
      console.log(`ok ${name}`);
    } catch (error) {
      console.log(
        `no ${name}: ${error instanceof Error ? error.message.split("\n")[0] : JSON.stringify(error)}`,
      );
    }
  }
}
void main();
