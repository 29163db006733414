import { execFileSync } from "node:child_process";
import { createServer, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { text } from "node:stream/consumers";
import { type Mock, startMock } from "@completions-api/mock";
import { startServer } from "@completions-api/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DetectFaceOptions, detectFace } from "../src/faces/detect-face.ts";

const token = "abcde12345";

let mock: Mock;

beforeAll(async () => {
  mock = await startMock({ port: 0 });
});

afterAll(() => mock.close());

const detect = (baseUrl: string, options: Partial<DetectFaceOptions> = {}) =>
  detectFace({ baseUrl, token, timeout: 20_000, ...options });

test.each([
  ["", "completions", ""],
  ["/", "completions", ""],
  ["/completions", "completions", ""],
  ["/v1", "openai", "/v1"],
  ["/v1/", "openai", "/v1"],
  ["/v1/completions", "openai", "/v1"],
  ["/v1/completions/", "openai", "/v1"],
  ["/v1/chat/completions", "openai", "/v1"],
  ["/v1/models", "openai", "/v1"],
])("the mock's URL followed by %o", async (path, face, base) => {
  expect(await detect(`${mock.url}${path}`)).toEqual({
    ...{ face, baseUrl: `${mock.url}${base}` },
    evidence: `${mock.url}${base}/completions completes prompts on the face ${face}`,
  });
});

test("the face that is wanted, if the server has several", async () => {
  expect(await detect(mock.url, { face: "openai" })).toMatchObject({
    face: "openai",
    baseUrl: `${mock.url}/v1`,
  });
});

const completion = { object: "text_completion", choices: [{ index: 0, text: "whale" }] };

/** A server that answers each route with a status and JSON or text. */
function serve(reply: (route: string, body: Record<string, unknown>) => readonly [number, object | string]) {
  return startServer(
    createServer(async (request, response) => {
      const sent = await text(request);
      const [status, body] = reply(`${request.method} ${request.url}`, sent === "" ? {} : JSON.parse(sent));
      response.writeHead(status).end(typeof body === "string" ? body : JSON.stringify(body));
    }),
  );
}

test("a server at /v1 whose other routes are pages", async () => {
  await using server = await serve((route) =>
    route.startsWith("POST /v1/completions") ? [200, completion] : [404, "<html>Not found</html>"],
  );
  expect(await detect(server.url)).toMatchObject({ face: "openai", baseUrl: `${server.url}/v1` });
});

test("a server without /v1 that lists models", async () => {
  await using server = await serve((route, { prompt }) => {
    if (route === "GET /models") return [200, { object: "list", data: [{ id: "whale-1" }] }];
    return prompt === undefined ? [422, { detail: "prompt" }] : [200, completion];
  });
  expect(await detect(server.url)).toMatchObject({ face: "openai", baseUrl: server.url });
});

test("a server without /v1 that has the errors of OpenAI's API", async () => {
  await using server = await serve((_, { prompt }) =>
    prompt === undefined ? [400, { error: { message: "No prompt." } }] : [200, completion],
  );
  expect(await detect(server.url)).toMatchObject({ face: "openai", baseUrl: server.url });
});

const needsModel = (route: string, { model }: Record<string, unknown>) => {
  if (route === "GET /v1/models") return [200, { data: [{ id: "whale-1" }, { id: "whale-2" }] }] as const;
  if (model === "whale-1") return [200, completion] as const;
  return [404, { error: { message: "There is no such model" } }] as const;
};

test("the first model of a server that needs one", async () => {
  await using server = await serve(needsModel);
  const face = await detect(server.url);
  expect(face).toMatchObject({ face: "openai", baseUrl: `${server.url}/v1`, model: "whale-1" });
  expect(face.evidence).toMatch(/the first of 2; without a model: status 404: There is no such model$/);
});

test("the model that was given", async () => {
  await using server = await serve(needsModel);
  expect(await detect(server.url, { model: "whale-1" })).toMatchObject({ model: "whale-1" });
  await expect(detect(server.url, { model: "whale-2" })).rejects.toThrow(
    "/v1/completions with the model whale-2: status 404: There is no such model",
  );
});

test("a route of the same name that does not complete prompts", async () => {
  await using server = await serve((route) =>
    route.startsWith("POST /v1/completions") ? [200, completion] : [200, { content: "whale" }],
  );
  expect(await detect(server.url)).toMatchObject({ baseUrl: `${server.url}/v1` });
});

describe("says what was tried, what was answered, and why", () => {
  const listen = (listener: RequestListener) => startServer(createServer(listener));

  test.each([
    [undefined, "The server needs a token. Name the environment variable that contains it with --key-env."],
    ["wrong-token", "The server does not accept the token."],
  ])("with the token %s", async (token, reason) => {
    await using server = await listen((_, response) => response.writeHead(401).end("Who are you?"));
    await expect(
      detectFace({ baseUrl: server.url, timeout: 20_000, ...(token && { token }) }),
    ).rejects.toThrow(
      [
        reason,
        `POST ${server.url}/completions: status 401: Who are you?`,
        `POST ${server.url}/v1/completions: status 401: Who are you?`,
      ].join("\n"),
    );
  });

  test("a page", async () => {
    await using server = await listen((_, response) =>
      response.end("<!doctype html><title> A whale </title>"),
    );
    await expect(detect(server.url)).rejects.toThrow(
      `No prompt was completed. The URL must be the part before /completions.\nPOST ${server.url}/completions: status 200 with an HTML page "A whale"`,
    );
  });

  test("a redirect", async () => {
    await using server = await listen((_, response) => response.writeHead(308, { location: "/v2" }).end());
    await expect(detect(server.url)).rejects.toThrow(
      /^The server redirects .*\nPOST .*: status 308 to \/v2\n/,
    );
  });

  test("a server that does not speak TLS", async () => {
    await expect(detect(mock.url.replace("http:", "https:"))).rejects.toThrow(
      `The server does not speak TLS. Did you mean ${mock.url}?`,
    );
  });

  test("a server that speaks TLS, with a certificate that nobody trusts", async () => {
    const pem = execFileSync("openssl", [
      ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=whale"],
      ...["-keyout", "-", "-out", "-"],
    ]);
    await using server = await startServer(createSecureServer({ key: pem, cert: pem }));
    const secure = server.url.replace("http:", "https:");
    await expect(detect(server.url)).rejects.toThrow(`The server speaks TLS. Did you mean ${secure}?`);
    await expect(detect(secure)).rejects.toThrow(
      /^The server's certificate is not trusted\. .*\n.*self-signed/,
    );
  });

  test("a host that has no address", async () => {
    await expect(detect("http://whale.invalid/v1")).rejects.toThrow(
      "The host whale.invalid has no address. Is its name right?\n",
    );
  });

  test("a server that never answers", async () => {
    await using server = await listen(() => {});
    await expect(detect(server.url, { timeout: 100 })).rejects.toThrow(
      `${server.url} accepts no connection, or does not answer in time. See --timeout.\n`,
    );
  });

  test("a server that cannot be reached", async () => {
    const server = await listen(() => {});
    await server[Symbol.asyncDispose]();
    // The other URL has the same address.
    await expect(detect(server.url)).rejects.toThrow(
      /^No server listens at \S+\. Is it running, and on that port\?\nPOST \S+\/completions: no answer \(fetch failed: connect ECONNREFUSED [^\n]+\)$/,
    );
  });

  test("never with the token", async () => {
    await using server = await listen(({ headers }, response) =>
      response.writeHead(400).end(headers.authorization),
    );
    await expect(detect(server.url)).rejects.toThrow("status 400: Bearer ***");
  });
});
