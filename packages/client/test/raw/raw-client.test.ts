import { expect, test } from "vitest";
import { createRawClient } from "../../src/raw.ts";
import { failureOf } from "../support/client.ts";
import { completion, respondJson } from "../support/responses.ts";
import { serve } from "../support/serve.ts";

const request = { prompt: "Once upon a time" };
const call = { params: { query: { "api-version": "2024-04-01-preview" } }, body: request };

test("a raw client has the address, credential and headers of its options", async () => {
  await using server = await serve(respondJson(200, completion));
  const raw = createRawClient({
    baseUrl: `${server.url}/v1/`,
    credential: async () => "key",
    headers: { "x-client": "1" },
  });
  const { data } = await raw.POST("/completions", call);
  expect(data).toEqual(completion);
  expect(server.requests[0]).toMatchObject({
    url: "/v1/completions?api-version=2024-04-01-preview",
    headers: { authorization: "Bearer key", "x-client": "1" },
    body: request,
  });
});

test("a raw client calls the option `fetch` without `this`", async () => {
  const callers: unknown[] = [];
  const raw = createRawClient({
    baseUrl: "http://client.test",
    credential: "key",
    async fetch(this: unknown) {
      callers.push(this);
      return Response.json(completion);
    },
  });
  await raw.POST("/completions", call);
  expect(callers).toEqual([undefined]);
});

test("a raw client refuses what cannot be sent", async () => {
  const options = { baseUrl: "http://client.test", credential: "key" };
  expect(() => createRawClient({ ...options, baseUrl: "" })).toThrow("The option `baseUrl` is empty.");
  expect(() => createRawClient({ ...options, credential: "secret\n" })).toThrow("The option `credential`");
  const raw = createRawClient({ ...options, credential: () => "secret\n" });
  const error = await failureOf(raw.POST("/completions", call));
  expect(error).toBeInstanceOf(TypeError);
  expect(String(error)).not.toContain("secret");
});
