import OpenAI from "openai";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { createMockFetch, type MockFetch } from "../src/fetch.ts";

let mock: MockFetch;
let client: OpenAI;
beforeAll(async () => {
  mock = await createMockFetch();
  client = new OpenAI({ apiKey: "any", baseURL: `${mock.url}/v1`, fetch: mock.fetch, maxRetries: 0 });
});
beforeEach(() => mock.reset());

const parameters = { model: "llama2-7b", prompt: "Hello", max_tokens: 8 };

test("answers OpenAI's client with a reply, and the journal has the request", async () => {
  mock.reply({ prompt: /^Hell/ }, "There she blows!");
  const { choices } = await client.completions.create(parameters);
  expect(choices[0]?.text).toBe("There she blows!");
  expect(mock.requests).toMatchObject([{ url: "/v1/completions", body: parameters }]);
});

test("streams a completion by the engine", async () => {
  let text = "";
  for await (const { choices } of await client.completions.create({ ...parameters, stream: true }))
    text += choices[0]?.text;
  expect(text.length).toBeGreaterThan(8);
});

test("ends a stream where its reader leaves, and rejects with the reason of the caller's signal", async () => {
  mock.latency({ itl: 60_000 });
  const abort = new AbortController();
  const { body } = await mock.fetch(`${mock.url}/v1/completions`, {
    method: "POST",
    headers: { authorization: "Bearer any", "content-type": "application/json" },
    body: JSON.stringify({ prompt: "Hello", stream: true }),
    signal: abort.signal,
  });
  const reader = body?.getReader();
  await reader?.read();
  const next = reader?.read();
  abort.abort(new Error("enough"));
  await expect(next).rejects.toThrow("enough");
});

test("notices that a reader leaves between two events", async () => {
  mock.reply({ tokens: ["one", "two", "three"] });
  const { body } = await mock.fetch(`${mock.url}/v1/completions`, bodyOf(true));
  const reader = body?.getReader();
  await reader?.read();
  await reader?.cancel();
  expect(mock.lastRequest).toMatchObject({ clientLeftAt: expect.any(Number) });
});

test("answers with a status that has no body", async () => {
  mock.once({ invalid: true, status: 204 });
  const response = await mock.fetch(`${mock.url}/v1/completions`, bodyOf(false));
  expect([response.status, await response.text()]).toEqual([204, ""]);
});

test("breaks off like a lost connection", async () => {
  mock.fault("disconnect", { after: 1 });
  const stream = await client.completions.create({ ...parameters, stream: true });
  await expect(stream.toReadableStream().pipeTo(new WritableStream())).rejects.toThrow("terminated");
  mock.fault("disconnect", { after: 0 });
  await expect(mock.fetch(`${mock.url}/v1/completions`, bodyOf(true))).rejects.toThrow("fetch failed");
});

test("HEAD is GET without a body", async () => {
  const [get, head] = await Promise.all(
    ["GET", "HEAD"].map((method) => mock.fetch(`${mock.url}/healthz`, { method })),
  );
  expect([get?.status, await get?.json()]).toEqual([200, { status: "alive" }]);
  expect([head?.status, await head?.text()]).toEqual([200, ""]);
});

test("sessions of one mock do not see each other", async () => {
  const [one, other] = [mock.session(), mock.session()];
  one.reply("one");
  other.reply("other");
  const texts = await Promise.all(
    [one, other].map(async ({ fetch, url }) => {
      const response = await fetch(`${url}/v1/completions`, bodyOf(false));
      const { choices } = JSON.parse(await response.text());
      return choices[0].text;
    }),
  );
  expect(texts).toEqual(["one", "other"]);
  expect([mock, one, other].map(({ requests }) => requests.length)).toEqual([0, 1, 1]);
});

function bodyOf(stream: boolean): RequestInit {
  return {
    method: "POST",
    headers: { authorization: "Bearer any", "content-type": "application/json" },
    body: JSON.stringify({ prompt: "Hello", stream }),
  };
}
