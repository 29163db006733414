// Calls the mock with the client that orval generates for fetch.
import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import { type CreateCompletionRequest, complete } from "./generated";

const { API_KEY = "", API_VERSION = "" } = process.env;
const send = (body: CreateCompletionRequest) =>
  complete(body, { "api-version": API_VERSION }, { headers: { Authorization: `Bearer ${API_KEY}` } });

async function getCompletion(body: CreateCompletionRequest) {
  const { status, data } = await send(body);
  if (status !== 200 || typeof data === "string") throw new Error(JSON.stringify(data));
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
    const { status, data } = await send({ prompt: "Call me", temperature: 3 });
    ok(status === 422);
    deepEqual([data.status, data.code, data.detail.loc], [422, "invalid_parameter", ["body", "temperature"]]);
    notEqual(data.message, "");
  },
  async stream() {
    const { data } = await send({ prompt: "Call me", max_tokens: 4, stream: true });
    equal(typeof data, "string");
  },
};

async function main() {
  for (const [name, check] of Object.entries(checks)) {
    try {
      await check();
      console.log(`ok ${name}`);
    } catch (error) {
      console.log(`no ${name}: ${String(error).split("\n")[0]}`);
    }
  }
}
void main();
