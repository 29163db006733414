import { posix } from "node:path";
import { parseResponses, sendRaw } from "@completions-api/testing";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ApiServer, createApiServer, findRoute, readUrl, sendResponse } from "../src/index.ts";
import { isCanonicalPath } from "../src/is-canonical-path.ts";
import { expectOneError } from "./support/expect-error.ts";

// Each route responds with its own path, and the parameter that it found.
const routes = {
  "/metrics": { GET: "/metrics" },
  "/completions": { GET: "/completions" },
  "/v1/models": { GET: "/v1/models" },
  "/v1/models/{model}": { GET: "/v1/models/" },
};
const server: ApiServer = createApiServer(({ message, response }) => ({
  async handle() {
    const { handler, parameter } = findRoute<string>(
      routes,
      readUrl(message).pathname,
      String(message.method),
    );
    await sendResponse(response, { status: 200, headers: {}, body: handler + parameter });
  },
}));
let url: string;
beforeAll(async () => {
  url = await server.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(() => server.close());

async function ask(target: string) {
  return parseResponses(await sendRaw({ url }, `GET ${target} HTTP/1.1\r\nHost: a\r\n\r\n`));
}

describe("a target that a proxy could take for another one is a 404", () => {
  test.each([
    "/completions/../metrics",
    "/completions/..//metrics",
    "/./metrics",
    "/.",
    "/..",
    "/metrics/.",
    "/metrics/",
    "//metrics",
    "/v1//models",
    "/completions\\..\\metrics",
    "/completions/..\\metrics",
    "/metrics\\",
    "/completions/%2e%2e/metrics",
    "/completions/%2E%2e/metrics",
    "/completions/.%2e/metrics",
    "/completions%2f..%2fmetrics",
    "/completions%2F%2E%2E%2Fmetrics",
    "/completions%5c..%5cmetrics",
    "/completions/..;/metrics",
    "/completions;/../metrics",
    "/%63ompletions",
    "/metric%73",
    "/metrics%00",
    "/metrics#",
    "/metrics#/completions",
    "/completions?a#b",
    "/metrics{",
    '/"metrics"',
    "http://a/completions/../metrics",
    "http://a/%2e%2e/metrics",
    "http://a/metrics#",
    "HTTP://a//metrics",
    "/v1/models/..",
    "/v1/models/../../metrics",
    "/v1/models/a/../b",
    "/v1/models/%2e%2e/%2e%2e/metrics",
    "/v1/models/a%2f..%2fb",
    "/v1/models/a%2F%2e%2E",
    "/v1/models/..%5cb",
    "/v1/models/a//b",
    "/v1/models/a%0d%0ab",
    "/v1/models/%zz",
    "/v1/models/%",
  ])("%s", async (target) => {
    const { response, code } = expectOneError(await ask(target));
    expect([response.status, code]).toEqual([404, "not_found"]);
  });
});

describe("a target that node:http cannot parse is a 400", () => {
  test.each([
    "/a\tb",
    "/a\fb",
    "/\u00e9",
    "metrics",
    "\\metrics",
    "?/metrics",
    "http:/a/metrics",
    "http://a\\metrics",
    "http://a\\@b/metrics",
  ])("%j", async (target) => {
    const { response } = expectOneError(await ask(target));
    expect(response.status).toBe(400);
  });
});

describe("a plain target is found", () => {
  test.each([
    ["/metrics", "/metrics"],
    ["/metrics?a=../%2e&b=//", "/metrics"],
    ["/metrics?", "/metrics"],
    ["http://a/metrics", "/metrics"],
    ["http://a:80/metrics?b", "/metrics"],
    ["/v1/models/gpt-3.5", "/v1/models/gpt-3.5"],
    ["/v1/models/..a", "/v1/models/..a"],
    ["/v1/models/a...", "/v1/models/a..."],
    ["/v1/models/org/model", "/v1/models/org/model"],
    ["/v1/models/org%2Fmodel%3A7b", "/v1/models/org/model:7b"],
    ["/v1/models/%6dodel", "/v1/models/model"],
    ["/v1/models/m%C3%B6del", "/v1/models/m\u00f6del"],
    ["/v1/models/a:b@c,d;e=f+g!$&'()*~", "/v1/models/a:b@c,d;e=f+g!$&'()*~"],
  ])("%s", async (target, body) => {
    const [response] = await ask(target);
    expect(response?.status).toBe(200);
    expect(Buffer.from(response?.body ?? "", "utf8").toString()).toBe(body);
  });
});

const pieces = [
  "/",
  "//",
  ".",
  "..",
  "%2e",
  "%2E%2e",
  "%2f",
  "%5C",
  "\\",
  ";",
  "%63",
  "metrics",
  "completions",
];
const path = fc
  .array(fc.constantFrom(...pieces, "v1", "models", "%00", "%zz", "%25", "{", "\u00e9", " "), {
    maxLength: 12,
  })
  .map((parts) => `/${parts.join("")}`);

test("a canonical path is the same for a URL parser and once it is decoded and resolved", () => {
  fc.assert(
    fc.property(path, (candidate) => {
      if (!isCanonicalPath(candidate)) return;
      expect(new URL(`http://a${candidate}`).pathname).toBe(candidate);
      const decoded = decodeURIComponent(candidate).replaceAll("\\", "/");
      expect(posix.normalize(decoded).replaceAll(/\/+/g, "/")).toBe(decoded.replaceAll(/\/+/g, "/"));
    }),
    { numRuns: 20_000 },
  );
});

test("a route is found only by its own name", async () => {
  await fc.assert(
    fc.asyncProperty(path, async (target) => {
      const [response] = await ask(target);
      if (response?.status !== 200) return;
      // `node:http` skips spaces behind the target.
      const isOwn = target.trimEnd() === response.body || target.startsWith("/v1/models/");
      expect([target, isOwn]).toEqual([target, true]);
    }),
    { numRuns: 500 },
  );
});
