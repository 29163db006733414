import { expect, test } from "vitest";
import { type CallOptions, createCompletionsClient, TimeoutError } from "../src/index.ts";
import { clientOf, failureOf } from "./support/client.ts";
import { completion, neverRespond, respondError, respondJson, respondStream } from "./support/responses.ts";
import { type ReceivedRequest, serve } from "./support/serve.ts";
import { spec } from "./support/spec.ts";

const request = { prompt: "Once upon a time" };
const complete = respondJson(200, completion);

/** Returns the request of a call with these options of the client and of the call. */
async function send(client: CallOptions, call?: CallOptions): Promise<ReceivedRequest | undefined> {
  await using server = await serve(complete);
  await clientOf(server, client).complete(request, call);
  return server.requests[0];
}

test("without options, a call sends the spec's API version and no optional headers", async () => {
  const sent = await send({});
  expect(sent).toMatchObject({
    url: `/completions?api-version=${spec.info.version}`,
    headers: { authorization: "Bearer key", accept: "application/json", "content-type": "application/json" },
    body: request,
  });
  expect(sent?.headers).not.toHaveProperty("azureml-model-deployment");
  expect(sent?.headers).not.toHaveProperty("extra-parameters");
});

test("a streamed call accepts events", async () => {
  await using server = await serve(respondStream());
  const stream = await clientOf(server).complete({ ...request, stream: true });
  await stream.final();
  expect(server.requests[0]).toMatchObject({
    headers: { accept: "text/event-stream" },
    body: { ...request, stream: true },
  });
});

test("a request is sent unchanged, extra parameters included", async () => {
  await using server = await serve(complete);
  const client = createCompletionsClient({
    baseUrl: server.url,
    credential: "key",
    extraParameters: "pass-through",
  });
  const whole = { prompt: [[1, 2], [3]], stop: ["\n"], seed: -1, stream: false, logit_bias: { 7: 1 } };
  await client.complete(whole);
  expect(server.requests[0]).toMatchObject({ headers: { "extra-parameters": "pass-through" }, body: whole });
  expect(whole).toEqual({
    prompt: [[1, 2], [3]],
    stop: ["\n"],
    seed: -1,
    stream: false,
    logit_bias: { 7: 1 },
  });
});

test.for<{
  option: keyof CallOptions;
  values: [CallOptions, CallOptions];
  read: (sent: ReceivedRequest | undefined) => unknown;
  sent: [string, string];
}>([
  {
    option: "apiVersion",
    values: [{ apiVersion: "2024-05-01-preview" }, { apiVersion: "2025-01-01" }],
    read: (sent) => sent?.url,
    sent: ["/completions?api-version=2024-05-01-preview", "/completions?api-version=2025-01-01"],
  },
  {
    option: "deployment",
    values: [{ deployment: "small" }, { deployment: "large" }],
    read: (sent) => sent?.headers["azureml-model-deployment"],
    sent: ["small", "large"],
  },
  {
    option: "extraParameters",
    values: [{ extraParameters: "ignore" }, { extraParameters: "pass-through" }],
    read: (sent) => sent?.headers["extra-parameters"],
    sent: ["ignore", "pass-through"],
  },
])(
  "$option can be set for a client and overridden by a call",
  async ({ option, values: [one, other], read, sent }) => {
    expect(read(await send(one))).toBe(sent[0]);
    expect(read(await send({}, other))).toBe(sent[1]);
    expect(read(await send(one, other))).toBe(sent[1]);
    expect(read(await send(one, { [option]: undefined }))).toBe(sent[0]);
  },
);

const added = { "x-call": "2", "X-Both": "2" };
// The `Headers` of another package, such as undici's, is not the platform's class.
const foreignHeaders = { [Symbol.iterator]: () => Object.entries(added)[Symbol.iterator]() };
test.for<[string, NonNullable<CallOptions["headers"]>]>([
  ["a record", added],
  ["Headers", new Headers(added)],
  ["the Headers of another package", foreignHeaders as unknown as Headers],
])("a call's headers are added to the client's and take precedence: %s", async ([, headers]) => {
  const client = { headers: { "x-client": "1", "x-both": "1" } };
  expect(await send(client, { headers })).toMatchObject({
    headers: { "x-client": "1", "x-both": "2", "x-call": "2" },
  });
  expect(await send({ headers: new Headers(client.headers) })).toMatchObject({ headers: client.headers });
  expect(await send(client, { headers: undefined })).toMatchObject({ headers: client.headers });
});

test("a call's headers do not affect other calls", async () => {
  await using server = await serve(complete);
  const client = clientOf(server, { headers: { "x-client": "1" } });
  const headers = new Headers({ "x-call": "2" });
  await client.complete(request, { headers });
  await client.complete(request);
  expect(server.requests[1]?.headers).not.toHaveProperty("x-call");
  expect([...headers]).toEqual([["x-call", "2"]]);
});

test("headers cannot replace authorization and accept", async () => {
  const own = { Authorization: "Basic 0", Accept: "text/html" };
  const expected = { headers: { authorization: "Bearer key", accept: "application/json" } };
  expect(await send({ headers: own })).toMatchObject(expected);
  expect(await send({}, { headers: own })).toMatchObject(expected);
});

test("an invalid header is a TypeError, and nothing is sent", async () => {
  await using server = await serve(complete);
  const headers = { "x-broken": "a\nb" };
  await expect(clientOf(server).complete(request, { headers })).rejects.toThrow(TypeError);
  await expect(clientOf(server, { headers }).complete(request)).rejects.toThrow(TypeError);
  expect(server.requests).toHaveLength(0);
});

test("fetch can be set for a client and overridden by a call", async () => {
  const used: string[] = [];
  const fetchAs = (name: string) => async () => {
    used.push(name);
    return Response.json(completion);
  };
  const client = clientOf({ url: "http://client.test" }, { fetch: fetchAs("client") });
  expect(await client.complete(request)).toEqual(completion);
  expect(await client.complete(request, { fetch: fetchAs("call") })).toEqual(completion);
  expect(await client.complete(request, { fetch: undefined })).toEqual(completion);
  expect(used).toEqual(["client", "call", "client"]);
});

test("fetch is called without `this`, because browsers refuse theirs as another object's method", async () => {
  const callers: unknown[] = [];
  const client = clientOf(
    { url: "http://client.test" },
    {
      async fetch(this: unknown) {
        callers.push(this);
        return Response.json(completion);
      },
    },
  );
  await client.complete(request);
  expect(callers).toEqual([undefined]);
});

test.for<[string, (url: string) => string | URL, string]>([
  ["an address without a path", (url) => url, "/completions"],
  ["an address with a final slash", (url) => `${url}/`, "/completions"],
  ["a URL", (url) => new URL(url), "/completions"],
  ["an address with a path", (url) => `${url}/v1/models`, "/v1/models/completions"],
  ["an address with a path and a final slash", (url) => `${url}/v1/`, "/v1/completions"],
  ["an address with a path and final slashes", (url) => `${url}/v1//`, "/v1/completions"],
  ["an address between spaces", (url) => ` ${url}/v1 \n`, "/v1/completions"],
  [
    "an address with a part named completions",
    (url) => `${url}/completions/v1`,
    "/completions/v1/completions",
  ],
  ["an address with an at sign in its path", (url) => `${url}/@team`, "/@team/completions"],
  ["a URL with a path", (url) => new URL("/v1", url), "/v1/completions"],
])("baseUrl: %s", async ([, baseUrl, path]) => {
  await using server = await serve(complete);
  await createCompletionsClient({ baseUrl: baseUrl(server.url), credential: "key" }).complete(request);
  expect(server.requests[0]?.url).toBe(`${path}?api-version=${spec.info.version}`);
});

test.for<[what: string, baseUrl: unknown, message: string]>([
  [
    "undefined",
    undefined,
    "is empty. If it comes from an environment variable such as COMPLETIONS_URL, is the variable set?",
  ],
  ["null", null, "is empty."],
  ["an empty string", "", "is empty."],
  ["a space", " ", "is empty."],
  ["a name without a protocol", "secret.example/v1", "must begin with `https://`"],
  ["a host and a port without a protocol", "secret.example:8080", "must begin with `https://`"],
  ["another protocol", "ftp://secret.example", "must begin with `https://`"],
  ["no host", "http:///secret", "must begin with `https://`"],
  ["a query", "http://secret.example/v1?api-version=1", "must not have a query"],
  ["an empty query", "http://secret.example/v1?", "must not have a query"],
  ["a fragment", "http://secret.example/v1#top", "must not have a query or fragment"],
  ["a password", "http://secret:secret@secret.example", "must not contain a user name or password"],
  ["a path to completions", "http://secret.example/v1/completions", "must not end with `/completions`"],
  ["a path to completions and a slash", "http://secret.example/completions/", "must not end with"],
  ["a URL", new URL("http://secret.example/v1/completions"), "must not end with"],
  ["a space", "http://secret .example", "must be a valid address"],
  ["a line break", "http://secret\n.example", "must be a valid address"],
  ["a backslash", "/\\secret.example", "must be a valid address"],
  ["a port that does not exist", "http://secret.example:65536", "must be a valid address"],
])("a baseUrl that cannot be used fails when the client is created: %s", ([, baseUrl, message]) => {
  // Types forbid this, but a program in JavaScript can do it.
  const create = () => createCompletionsClient({ baseUrl: baseUrl as string, credential: "key" });
  expect(create).toThrow(TypeError);
  expect(create).toThrow(`The option \`baseUrl\` ${message}`);
  expect(create).not.toThrow("secret"); // The address may contain a secret.
});

test("a baseUrl can be a path, for code that a server renders before it runs in a page", () => {
  for (const baseUrl of ["/", "/api", "./api", "../api/", "//api.example"]) {
    expect(() => createCompletionsClient({ baseUrl, credential: "key" })).not.toThrow();
  }
});

test.for(["timeout", "idleTimeout"] as const)(
  "%s can be set for a client and overridden by a call",
  async (name) => {
    await using server = await serve((_request, response) => {
      if (name === "idleTimeout")
        response.writeHead(200, { "content-type": "application/json" }).flushHeaders();
    });
    const failing = { name: name === "timeout" ? "TimeoutError" : "IdleTimeoutError" };
    const short = clientOf(server, { [name]: 1 });
    await expect(short.complete(request)).rejects.toMatchObject(failing);
    await expect(short.complete(request, { [name]: undefined })).rejects.toMatchObject(failing);
    await expect(
      clientOf(server, { [name]: Number.POSITIVE_INFINITY }).complete(request, { [name]: 1 }),
    ).rejects.toMatchObject(failing);
  },
);

test("a call's longer timeout overrides the client's", async () => {
  let release = () => {};
  await using server = await serve((request, response) => {
    release = () => complete(request, response);
  }, neverRespond);
  const client = clientOf(server, { timeout: 50 });
  const long = client.complete(request, { timeout: Number.POSITIVE_INFINITY });
  await server.received(1);
  await expect(client.complete(request)).rejects.toThrow(TimeoutError);
  release();
  expect(await long).toEqual(completion);
});

test("maxRetries and onRetry can be set for a client and overridden by a call", async () => {
  await using server = await serve(respondError(503));
  const heard: string[] = [];
  const hearAs = (name: string) => () => {
    heard.push(name);
    throw new Error("The retry itself is not needed.");
  };
  const client = clientOf(server, { maxRetries: 1, onRetry: hearAs("client") });
  await failureOf(client.complete(request));
  await failureOf(client.complete(request, { onRetry: hearAs("call") }));
  await failureOf(client.complete(request, { maxRetries: undefined, onRetry: undefined }));
  await failureOf(client.complete(request, { maxRetries: 0, onRetry: hearAs("nobody") }));
  expect(heard).toEqual(["client", "call", "client"]);
});
