import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { chromiumBinary, listenOnFreePort, parseResponses, sendRaw } from "@completions-api/testing";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Mock, startMock } from "../src/index.ts";
import { ask, target } from "./support/ask.ts";
import { countingEngine } from "./support/test-engines.ts";

let mock: Mock;
beforeAll(async () => {
  mock = await startMock({ port: 0, engine: countingEngine });
});
afterAll(() => mock.close());

const origin = "https://app.example";
const allowedOrigin = ({ headers }: Response) => headers.get("access-control-allow-origin");

/** Asks as a browser does before it sends a request. */
function preflight(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(mock.url + path, {
    method: "OPTIONS",
    headers: { origin, "access-control-request-method": "POST", ...headers },
  });
}

test("a page of any origin may read responses, streams and errors", async () => {
  const responses = [
    await ask(mock, { headers: { origin }, body: { prompt: "Hello" } }),
    await ask(mock, { headers: { origin }, body: { prompt: "Hello", stream: true } }),
    await ask(mock, { headers: { origin }, body: "a".repeat(2 ** 20 + 1) }),
    await ask(mock, { headers: { origin }, target: "/v1/nowhere", body: {} }),
    await fetch(`${mock.url}/healthz`, { headers: { origin } }),
  ];
  expect(responses.map(({ status }) => status)).toEqual([200, 200, 413, 404, 200]);
  expect(responses.map(allowedOrigin)).toEqual(responses.map(() => origin));
  for (const { headers } of responses) expect(headers.get("access-control-allow-credentials")).toBe(null);
  const [broken] = parseResponses(
    await sendRaw(
      mock,
      `POST ${target} HTTP/1.1\r\nHost: a\r\nOrigin: ${origin}\r\nTransfer-Encoding: chunked\r\n\r\nbroken`,
    ),
  );
  expect([broken?.status, broken?.headers.get("access-control-allow-origin")]).toEqual([400, origin]);
  const plain = await ask(mock, { body: { prompt: "Hello" } });
  expect([allowedOrigin(plain), plain.headers.get("vary")]).toEqual([null, null]);
});

test("a preflight is answered before the token is checked, even from a public address", async () => {
  const response = await preflight(target, {
    "access-control-request-headers": "authorization,x-mock-session",
    "access-control-request-private-network": "true",
  });
  expect(response.status).toBe(204);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "access-control-allow-origin": origin,
    "access-control-allow-methods": "POST",
    "access-control-allow-headers": "authorization,x-mock-session",
    "access-control-allow-private-network": "true",
    "access-control-max-age": "600",
  });
});

describe("only pages of this machine control the mock", () => {
  const paths = ["/__mock/requests", "/__mock/sessions/a/__mock/requests"];

  test.each(paths)("%s", async (path) => {
    for (const foreign of [origin, "null", "http://localhost.example", "http://127.0.0.1.example"]) {
      expect([...(await preflight(path, { origin: foreign })).headers.keys()]).not.toContain(
        "access-control-allow-origin",
      );
      // In full, because `fetch` would resolve the dots.
      const [, host = ""] = mock.url.split("//");
      const [response] = parseResponses(
        await sendRaw(
          mock,
          `GET http://${host}${path} HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${foreign}\r\n\r\n`,
        ),
      );
      expect(response?.status).toBe(400);
      expect(response?.body).toContain("must not control the mock");
    }
    for (const local of [
      "http://localhost:5173",
      "https://app.localhost",
      "http://127.0.0.1",
      "http://[::1]:1",
    ]) {
      const response = await fetch(mock.url + path, { headers: { origin: local } });
      expect([response.status, allowedOrigin(response)]).toEqual([200, local]);
    }
  });

  test.each(["/x/../__mock/requests", "/__mock/sessions/a/../../../__mock/requests"])(
    "nobody does by a path with dots: %s",
    async (path) => {
      // In full, because `fetch` would resolve the dots.
      const [, host = ""] = mock.url.split("//");
      for (const local of ["http://localhost:5173", "http://localhost.example"]) {
        const request = `GET http://${host}${path} HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${local}\r\n\r\n`;
        const [response] = parseResponses(await sendRaw(mock, request));
        expect(response?.status).toBe(404);
      }
    },
  );

  test("also if a public name stands for this machine", async () => {
    const statusOf = async (path: string, host: string) => {
      const [response] = parseResponses(await sendRaw(mock, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`));
      return response?.status;
    };
    for (const host of ["evil.example:4010", "127.0.0.1.example", "localhost.example.", "a@evil.example"])
      for (const path of paths) expect(await statusOf(path, host)).toBe(400);
    for (const host of [
      "localhost:4010",
      "mock",
      "127.1.2.3",
      "[::1]:1",
      "host.docker.internal",
      "a.localhost.",
    ])
      expect(await statusOf("/__mock/requests", host)).toBe(200);
    expect(await statusOf("/healthz", "evil.example")).toBe(200);
  });

  test("but pages of any origin may use the API in a session", async () => {
    expect((await preflight(`/__mock/sessions/a${target}`)).status).toBe(204);
  });
});

describe("in Chromium", () => {
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (!existsSync(chromiumBinary)) return;
    browser = await chromium.launch({
      executablePath: chromiumBinary,
      // A name that is not taken for this machine, although its server is here.
      args: ["--host-resolver-rules=MAP app.example 127.0.0.1"],
    });
  });
  afterAll(() => browser?.close());

  test("a page of another origin streams and reads errors, and cannot read the journal", async ({ skip }) => {
    if (browser === undefined)
      return skip("Chromium is not installed: install it from your system's packages.");
    await using pages = createServer((_request, response) =>
      response.writeHead(200, { "content-type": "text/html" }).end("<title>App</title>"),
    );
    const { port } = await listenOnFreePort(pages);
    await using page = await browser.newPage();
    await page.goto(`http://app.example:${port}/`);
    const ask = (body: object) =>
      page.evaluate(
        async ({ url, body }) => {
          const headers = {
            authorization: "Bearer any",
            "content-type": "application/json",
            prefer: "itl=1",
          };
          const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
          const { status } = response;
          return { status, code: response.headers.get("x-ms-error-code"), text: await response.text() };
        },
        { url: mock.url + target, body },
      );
    expect(await ask({ prompt: "Hello", stream: true })).toMatchObject({
      status: 200,
      text: expect.stringMatching(/"text":"one".*data: \[DONE\]\n\n$/s),
    });
    expect(await ask({ prompt: 1 })).toMatchObject({ status: 422, code: "invalid_parameter" });
    const read = () =>
      page.evaluate(
        (url) =>
          fetch(url).then(
            (response) => response.json(),
            (error: Error) => error.message,
          ),
        `${mock.url}/__mock/requests`,
      );
    expect(await read()).toBe("Failed to fetch");
    await page.goto(`http://127.0.0.1:${port}/`);
    expect(await read()).toEqual(mock.requests);
  });
});
