import { notFound } from "@completions-api/protocol";
import { parseResponses, sendRaw } from "@completions-api/testing";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ApiServer, createApiServer, createCors, loadSite, readUrl } from "../src/index.ts";
import { hiddenContent, siteFiles, type TestFolder, writeTestSite } from "./support/test-site.ts";

let folder: TestFolder;
let server: ApiServer;
let url: string;

beforeAll(async () => {
  folder = await writeTestSite();
  const site = await loadSite(folder.url);
  const cors = createCors({ allows: () => true, exposed: ["*"] });
  server = createApiServer(({ message, response }) => ({
    async handle() {
      cors(message, response);
      const { pathname } = readUrl(message);
      const respond = site.find(message.method ?? "", pathname);
      if (respond === undefined) throw notFound("There is no such route");
      await respond({ message, response });
    },
  }));
  url = await server.listen({ host: "127.0.0.1", port: 0 });
});

afterAll(async () => {
  await server.close();
  await folder[Symbol.asyncDispose]();
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(url + path, { headers, redirect: "manual" });

describe("content and type", () => {
  test.each([
    ["/", siteFiles["index.html"], "text/html; charset=utf-8"],
    ["/?a=b", siteFiles["index.html"], "text/html; charset=utf-8"],
    ["/index.html", siteFiles["index.html"], "text/html; charset=utf-8"],
    ["/llms.txt", siteFiles["llms.txt"], "text/plain; charset=utf-8"],
    ["/reference/", siteFiles["reference/index.html"], "text/html; charset=utf-8"],
    ["/reference/index.md", siteFiles["reference/index.md"], "text/markdown; charset=utf-8"],
    ["/assets/site-BxQ3_v-1.js", siteFiles["assets/site-BxQ3_v-1.js"], "text/javascript; charset=utf-8"],
    ["/assets/plain.css", siteFiles["assets/plain.css"], "text/css; charset=utf-8"],
    ["/assets/icon.png", siteFiles["assets/icon.png"], "image/png"],
    ["/data", siteFiles.data, "application/octet-stream"],
    ["/a%20b/%C3%A9.txt", siteFiles["a b/é.txt"], "text/plain; charset=utf-8"],
  ])("%s", async (path, content, type) => {
    const response = await get(path);
    expect([response.status, response.headers.get("content-type")]).toEqual([200, type]);
    expect(await response.text()).toBe(content);
  });
});

test.each(["/", "/assets/site-BxQ3_v-1.js", "/reference"])(
  "%s forbids scripts of others and frames",
  async (path) => {
    const { headers } = await get(path);
    expect(Object.fromEntries(headers)).toMatchObject({
      "content-security-policy":
        "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'",
      "x-frame-options": "DENY",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
    });
  },
);

test("only a file whose name has a hash is cached without asking again", async () => {
  const cacheControl = async (path: string) => (await get(path)).headers.get("cache-control");
  expect(await cacheControl("/assets/site-BxQ3_v-1.js")).toBe("public, max-age=31536000, immutable");
  expect(await cacheControl("/assets/plain.css")).toBe("no-cache");
  expect(await cacheControl("/")).toBe("no-cache");
});

test("a folder without its slash is a redirect that keeps the query", async () => {
  const response = await get("/reference?a=b%2F");
  expect([response.status, response.headers.get("location")]).toEqual([308, "/reference/?a=b%2F"]);
});

describe("an entity tag", () => {
  test.each(["/", "/reference/"])("of %s that the browser has gets a 304", async (path) => {
    const whole = await get(path);
    const etag = whole.headers.get("etag") ?? "";
    for (const known of [etag, `"other", ${etag}`, "*"]) {
      const response = await get(path, { "if-none-match": known });
      expect([response.status, await response.text()]).toEqual([304, ""]);
      expect(response.headers.get("etag")).toBe(etag);
      expect(response.headers.get("content-length")).toBe(whole.headers.get("content-length"));
    }
    expect((await get(path, { "if-none-match": '"other"' })).status).toBe(200);
  });
});

test("text is compressed for clients that accept it", async () => {
  const raw = async (path: string, accepted: string) => {
    const head = `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAccept-Encoding: ${accepted}\r\n\r\n`;
    const [response] = parseResponses(await sendRaw({ url }, head));
    return response?.headers.get("content-encoding") ?? "none";
  };
  expect(await raw("/reference/", "br, gzip;q=0.5")).toBe("gzip");
  expect(await raw("/reference/", "gzip;q=0")).toBe("none");
  expect(await raw("/reference/", "br")).toBe("none");
  expect(await raw("/assets/icon.png", "gzip")).toBe("none");
});

test("caches tell apart what depends on the origin or the encoding", async () => {
  expect((await get("/")).headers.get("vary")).toBe("Origin, Accept-Encoding");
});

test("HEAD gets the headers of GET", async () => {
  const whole = await fetch(`${url}/reference/`);
  const response = await fetch(`${url}/reference/`, { method: "HEAD" });
  const names = ["content-type", "etag", "content-length", "content-security-policy"];
  for (const name of names) expect(response.headers.get(name)).toBe(whole.headers.get(name));
});

test.each(["POST", "PUT", "DELETE", "OPTIONS"])("%s is not for the site", async (method) => {
  expect((await fetch(url, { method })).status).toBe(404);
});

const segments = [
  "/",
  "//",
  ".",
  "..",
  "%2e",
  "%2E%2e",
  "%2f",
  "%5c",
  "\\",
  "%00",
  "\0",
  "%",
  "~",
  ";",
  ...[
    "reference",
    "index.html",
    "assets",
    "linked",
    "linked.txt",
    "secret.txt",
    ".env",
    ".vite",
    "manifest.json",
    "etc/passwd",
  ],
];
const target = fc.array(fc.constantFrom(...segments), { maxLength: 10 }).map((parts) => `/${parts.join("")}`);

test("a path names its own file or none", async () => {
  await fc.assert(
    fc.asyncProperty(target, async (path) => {
      const [response] = parseResponses(
        await sendRaw({ url }, `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`),
      );
      expect(response?.body).not.toContain(hiddenContent);
      if (response?.status !== 200) return;
      const name = path.endsWith("/") ? `${path}index.html` : path;
      expect(siteFiles).toHaveProperty([name.slice(1)], response.body);
    }),
    { numRuns: 500 },
  );
});

test.each([
  "/../secret.txt",
  "/%2e%2e/secret.txt",
  "/..%2fsecret.txt",
  "/..\\secret.txt",
  "/reference/../../secret.txt",
  "/linked.txt",
  "/linked/secret.txt",
  "/.env",
  "/.vite/manifest.json",
  "/index.html%00",
  "/INDEX.HTML",
  "/nowhere",
  "/reference//index.md",
])("%s is not found", async (path) => {
  const [response] = parseResponses(
    await sendRaw({ url }, `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`),
  );
  expect(response?.status).toBe(404);
  expect(JSON.parse(response?.body ?? "")).toMatchObject({ error: expect.any(String) });
});
