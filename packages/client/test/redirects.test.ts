import { expect, test } from "vitest";
import { UnexpectedResponseError } from "../src/index.ts";
import { createRawClient } from "../src/raw.ts";
import { clientOf, failureOf } from "./support/client.ts";
import { completion, respond, respondJson } from "./support/responses.ts";
import { serve } from "./support/serve.ts";

const request = { prompt: "A secret", max_tokens: 3 };

test.for(
  [301, 302, 303, 307, 308].flatMap((status) => [
    { status, stream: false },
    { status, stream: true },
  ]),
)(
  "a redirect with $status is an error, and its target gets nothing (stream: $stream)",
  async ({ status, stream }) => {
    await using elsewhere = await serve(respondJson(200, completion));
    const location = `${elsewhere.url}/completions?key=value`;
    await using server = await serve(respond(status, "text/html", "Moved", { location }));
    const headers = { "x-api-key": "secret" };
    const error = await failureOf(
      clientOf(server, { headers, maxRetries: 2 }).complete({ ...request, stream }),
    );
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect(error).toMatchObject({
      status,
      message: `${status} text/html, a redirect to ${location}, which is not followed; set \`baseUrl\` to the final address: "Moved"`,
    });
    expect(server.requests).toHaveLength(1);
    expect(elsewhere.requests).toEqual([]);
  },
);

test("a redirect whose address the platform hides, as browsers do, is an error", async () => {
  const hidden = Response.error(); // Like the responses of browsers, it has the status 0 and no headers.
  const client = clientOf({ url: "http://client.test" }, { fetch: async () => hidden });
  expect(await failureOf(client.complete(request))).toMatchObject({
    name: "UnexpectedResponseError",
    status: 0,
    message: expect.stringContaining(
      "a redirect to another address, which is not followed; set `baseUrl` to the final address",
    ),
  });
});

test("a raw client follows no redirects", async () => {
  await using elsewhere = await serve(respondJson(200, completion));
  const location = `${elsewhere.url}/completions`;
  await using server = await serve(respond(307, "text/html", "Moved", { location }));
  const raw = createRawClient({ baseUrl: server.url, credential: "key" });
  const { data, response } = await raw.POST("/completions", {
    params: { query: { "api-version": "2024-04-01-preview" } },
    body: request,
  });
  expect(data).toBeUndefined();
  expect(response.status).toBe(307);
  expect(elsewhere.requests).toEqual([]);
});
