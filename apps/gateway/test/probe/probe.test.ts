import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { createServer as createTcpServer } from "node:net";
import { listenOnFreePort } from "@completions-api/testing";
import { expect, test } from "vitest";
import { TestAuthority } from "../support/certificates.ts";
import { probe } from "../support/probe.ts";
import { encode } from "../support/scripted-upstream.ts";
import { engineNames } from "../upstreams/engine-server.ts";
import { startUpstream, upstreamModel } from "../upstreams/start-upstream.ts";

/** The habits of a server. */
interface Habits {
  readonly base?: string;
  readonly models?: readonly object[];
  readonly usage?: "own" | "choice" | "none";
  readonly done?: boolean;
  readonly key?: string;
  readonly headers?: Record<string, string>;
  /** Responses to other paths. */
  readonly others?: Readonly<Record<string, object>>;
}

/** Responds as a server of OpenAI's API with these habits. */
function respondWith({
  base = "/v1",
  models,
  usage = "own",
  done = true,
  key,
  headers = {},
  others = {},
}: Habits = {}): RequestListener {
  return async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const json = (status: number, body: object) =>
      response
        .writeHead(status, { ...headers, "content-type": "application/json" })
        .end(JSON.stringify(body));
    const [path = ""] = (request.url ?? "").split("?");
    if (path in others) return void json(200, others[path] ?? {});
    if (key !== undefined && request.headers.authorization !== `Bearer ${key}`) {
      return void json(401, { error: { message: "SECRET", type: "auth" } });
    }
    if (path === `${base}/models` && models) return void json(200, { object: "list", data: models });
    if (path !== `${base}/completions`) return void json(404, { error: { message: "SECRET" } });
    const { stream, model } = JSON.parse(Buffer.concat(parts).toString());
    if (models && !models.some((listed) => Object(listed).id === model)) {
      return void json(404, { error: { message: "SECRET", code: "model_not_found" } });
    }
    const counted = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
    const common = { id: "a", object: "text_completion", created: 1, model };
    const choice = { index: 0, text: "SECRET", finish_reason: "length" };
    if (!stream) {
      return void json(200, { ...common, choices: [choice], ...(usage !== "none" && { usage: counted }) });
    }
    const events: unknown[] = [
      { ...common, choices: [choice], ...(usage === "choice" && { usage: counted }) },
      ...(usage === "own" ? [{ ...common, choices: [], usage: counted }] : []),
      ...(done ? ["[DONE]"] : []),
    ];
    response.writeHead(200, { "content-type": "text/event-stream" }).end(events.map(encode).join(""));
  };
}

async function startServer(listener: RequestListener) {
  const server = createHttpServer(listener);
  const { url } = await listenOnFreePort(server);
  return { url, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

const deploymentAt = (url: string, parts: object = {}) => ({
  engine: "openai",
  urls: [url],
  model: "m",
  ...parts,
});

/** Forwards completions to a fixture, which has nothing else. */
function forwardCompletions(url: string): RequestListener {
  return async (request, response) => {
    if (request.method === "GET") return void response.writeHead(404).end();
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const { "content-type": type = "", authorization = "" } = request.headers;
    const answer = await fetch(new URL(request.url ?? "", url), {
      method: "POST",
      headers: { "content-type": type, authorization },
      body: Buffer.concat(parts),
    });
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
    response.end(Buffer.from(await answer.arrayBuffer()));
  };
}

test.each(engineNames)("nothing is found at a server that speaks as %s", async (engine) => {
  await using upstream = await startUpstream(engine, { key: "s3cret" });
  await using server = await startServer(forwardCompletions(upstream.url));
  const only = { engine, urls: [`${server.url}/v1`], model: upstreamModel, credential: { env: "KEY" } };
  const { problems, servers } = await probe({ only }, { environment: { KEY: "s3cret" } });
  expect(problems).toEqual([]);
  expect(servers).toEqual([expect.stringMatching(/^only: .*first token after \d+ ms, as expected$/)]);
  upstream.takeViolations();
});

const model = { id: "m", object: "model", owned_by: "someone" };

test.each<[string, Habits, object, string]>([
  ["no usage", { usage: "none" }, {}, "urls[0]: The server sends no usage in a stream"],
  [
    "usage elsewhere",
    { usage: "choice" },
    {},
    "engine: may not fit: the usage in a stream is at the end of a choice, not in an event of its own",
  ],
  ["no [DONE]", { done: false }, {}, "urls[0]: The server does not end a stream with [DONE]."],
  [
    "another model",
    { models: [{ id: "mistral-7b" }, { id: "n" }] },
    { model: "mistral7b" },
    "model: is not a model of the server, which has mistral-7b, n. Did you mean mistral-7b?",
  ],
  ["no model", { models: [] }, {}, "model: is not a model of the server, which has none."],
  ["no key", { key: "a", models: [model] }, {}, "credential: is missing: the server responds with 401."],
  [
    "another key",
    { key: "a", models: [model] },
    { credential: { env: "KEY" } },
    "credential: is refused by the server, which responds with 401.",
  ],
  [
    "a shorter context",
    { models: [{ ...model, max_model_len: 100 }] },
    { contextLength: 101 },
    "contextLength: is more than the server's context length, which is 100.",
  ],
  [
    "a shorter context of llama.cpp",
    { models: [model], others: { "/props": { default_generation_settings: { n_ctx: 100 } } } },
    { contextLength: 101 },
    "contextLength: is more than the server's context length, which is 100.",
  ],
  [
    "a shorter context of TGI",
    { models: [model], others: { "/info": { max_total_tokens: 100 } } },
    { contextLength: 101 },
    "contextLength: is more than the server's context length, which is 100.",
  ],
  [
    "LiteLLM",
    { models: [{ ...model, owned_by: "openai" }], headers: { "x-litellm-call-id": "a" } },
    {},
    "engine: does not fit: the server is litellm",
  ],
  ["an owner", { models: [{ ...model, owned_by: "vllm" }] }, {}, "engine: does not fit: the server is vllm"],
  [
    "a header",
    { models: [model], headers: { server: "llama.cpp" } },
    {},
    "engine: does not fit: the server is llama.cpp",
  ],
  [
    "/api/version",
    { models: [model], others: { "/api/version": { version: "0.9" } } },
    {},
    "engine: does not fit: the server is ollama",
  ],
  [
    "/props",
    { models: [model], others: { "/props": { default_generation_settings: {} } } },
    {},
    "engine: does not fit: the server is llama.cpp",
  ],
])("%s is found", async (_, habits, parts, expected) => {
  await using server = await startServer(respondWith(habits));
  const { problems } = await probe(
    { only: deploymentAt(`${server.url}/v1`, parts) },
    { environment: { KEY: "s3cret" } },
  );
  expect(problems).toEqual(expect.arrayContaining([expect.stringContaining(`deployments.only.${expected}`)]));
  expect(problems.join()).not.toMatch(/SECRET|s3cret/);
});

test("the place of the usage is no problem of its own if the engine is known to be another", async () => {
  await using server = await startServer(
    respondWith({ models: [{ ...model, owned_by: "llamacpp" }], usage: "choice" }),
  );
  expect((await probe({ only: deploymentAt(`${server.url}/v1`) })).problems).toEqual([
    "deployments.only.engine: does not fit: the server is llama.cpp, to judge by `owned_by` in its list of models. Write `engine: llama.cpp`.",
  ]);
});

test.each([
  ["/v1", ""],
  ["/v1", "/"],
  ["/v1", "/v1/v1"],
  ["/api/v1", "/api"],
  ["/api/v1", "/v1"],
  ["/openai/v1", "/v1?a=b"],
])("a server with its API at %s is suggested instead of %j", async (base, path) => {
  await using server = await startServer(respondWith({ base, models: [model] }));
  const { problems } = await probe({ only: deploymentAt(`${server.url}${path}`) });
  expect(problems).toEqual([
    `deployments.only.urls[0]: is not where the server has this API. Did you mean ${server.url}${base}?`,
  ]);
});

test("a server of another kind, one that is silent, and one that does not run are found", async () => {
  await using page = await startServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end("<p>SECRET</p>");
  });
  await using silent = createTcpServer((socket) => socket.on("error", () => {}).resume());
  const { port } = await listenOnFreePort(silent);
  const closed = createTcpServer();
  const { port: closedPort } = await listenOnFreePort(closed);
  await closed[Symbol.asyncDispose]();
  const { problems } = await probe(
    {
      page: deploymentAt(page.url),
      silent: deploymentAt(`http://127.0.0.1:${port}/v1`),
      closed: deploymentAt(`http://127.0.0.1:${closedPort}/v1`),
    },
    { list: 200 },
  );
  expect(problems.toSorted()).toEqual([
    "deployments.closed.urls[0]: Nothing listens at this address and port. Check the URL, and whether the server runs.",
    expect.stringMatching(
      /^deployments\.page\.urls\[0\]: The model's server sent something other than a stream of events/,
    ),
    "deployments.silent.urls[0]: The server did not respond within 0.2 seconds, although it accepts connections.",
  ]);
});

test("a wrong scheme and a certificate are found, and no secret is sent over http", async () => {
  using authority = new TestAuthority();
  await using secure = createHttpsServer(authority.issue(), respondWith());
  const { port } = await listenOnFreePort(secure);
  const seen: unknown[] = [];
  const respond = respondWith({ models: [model] });
  await using plain = await startServer((request, response) => {
    seen.push(request.headers.authorization ?? request.headers["x-key"]);
    respond(request, response);
  });
  const secret = { credential: { env: "KEY" }, headers: { "x-key": { env: "KEY" } } };
  const { problems } = await probe(
    {
      http: deploymentAt(`http://127.0.0.1:${port}/v1`),
      https: deploymentAt(`${plain.url.replace("http:", "https:")}/v1`, secret),
      certificate: deploymentAt(`https://127.0.0.1:${port}/v1`),
      trusted: deploymentAt(`https://127.0.0.1:${port}/v1`, { ca: authority.file }),
    },
    { environment: { KEY: "s3cret" } },
  );
  expect(problems.toSorted()).toEqual([
    expect.stringMatching(
      /^deployments\.certificate\.urls\[0\]: The server's certificate is from an authority that is not trusted/,
    ),
    `deployments.http.urls[0]: begins with the wrong scheme. Did you mean https://127.0.0.1:${port}/v1?`,
    `deployments.https.urls[0]: begins with the wrong scheme. Did you mean ${plain.url}/v1?`,
  ]);
  expect(seen).toEqual([undefined]);
});

test("servers of one deployment with different models and context lengths are found", async () => {
  await using first = await startServer(respondWith({ models: [{ ...model, max_model_len: 100 }] }));
  await using second = await startServer(
    respondWith({ models: [{ ...model, max_model_len: 200 }, { id: "n" }] }),
  );
  const only = deploymentAt("", { urls: [`${first.url}/v1`, `${second.url}/v1`] });
  expect((await probe({ only })).problems).toEqual([
    "deployments.only.urls: lead to servers with different models. All servers of a deployment must serve the same.",
    "deployments.only.urls: lead to servers with different context lengths. Set `contextLength` to the smallest.",
  ]);
});

test("a URL at which the server lists models is not suggested again", async () => {
  await using server = await startServer(
    respondWith({ base: "/other", others: { "/models": { data: [model] } } }),
  );
  expect((await probe({ only: deploymentAt(server.url) })).problems).toEqual([
    "deployments.only.urls[0]: The model's server responded with 404. Check the path of the URL, which usually ends in /v1, and the deployment's `model`.",
  ]);
});
