import spec from "@completions-api/spec/openapi.json" with { type: "json" };
import { validateContentFilterError, validateUnauthorizedError } from "@completions-api/validators";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Gateway } from "../../src/index.ts";
import { generateOf, last } from "../support/deltas.ts";
import { deploymentOf, startTestGateway, token } from "../support/start-gateway.ts";

let gateway: Gateway;
let collectMetrics = async () => "up 1\n";
beforeAll(async () => {
  gateway = await startTestGateway({
    deployment: deploymentOf(generateOf([last("one")])),
    metrics: { collect: () => collectMetrics() },
  });
});
afterAll(() => gateway[Symbol.asyncDispose]());

const authorized = { headers: { authorization: `Bearer ${token}` } };

test.each([
  ["/healthz", "alive"],
  ["/readyz", "ready"],
])("%s responds to probes with GET and HEAD", async (path, status) => {
  const response = await fetch(gateway.url + path);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(response.headers.get("connection")).toBe("keep-alive");
  expect(await response.json()).toEqual({ status });
  const head = await fetch(gateway.url + path, { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
});

test.each(["/healthz", "/readyz", "/metrics", "/openapi.json", "/swagger.json"])(
  "%s allows only GET and HEAD",
  async (path) => {
    const response = await fetch(gateway.url + path, { method: "POST", body: "a".repeat(100_000) });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET, HEAD");
    expect(validateContentFilterError(await response.json())).toMatchObject({ valid: true });
  },
);

test("/metrics uses the text format of Prometheus", async () => {
  const response = await fetch(`${gateway.url}/metrics`);
  expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  expect(await response.text()).toBe("up 1\n");
});

test("a failure to collect metrics is an error of the contract that does not reveal the reason", async () => {
  const before = collectMetrics;
  collectMetrics = async () => {
    throw new Error("A secret.");
  };
  const response = await fetch(`${gateway.url}/metrics`);
  collectMetrics = before;
  expect(response.headers.get("x-ms-error-code")).toBe("internal_error");
  expect(await response.text()).not.toContain("secret");
});

test("/openapi.json is the contract with this server as its server", async () => {
  const document = await (await fetch(`${gateway.url}/openapi.json`)).text();
  expect(JSON.parse(document)).toEqual({ ...spec, servers: [{ url: "/" }] });
  // The server's URL is relative to the document: https://spec.openapis.org/oas/v3.1.1#server-object
  const server = new URL("/", `${gateway.url}/openapi.json`).href.replace(/\/$/, "");
  const [path = ""] = Object.keys(spec.paths);
  const response = await fetch(`${server}${path}?api-version=2024-04-01-preview`, {
    method: "POST",
    headers: { ...authorized.headers, "content-type": "application/json" },
    body: JSON.stringify({ prompt: "Say it" }),
  });
  expect(response.status).toBe(200);
});

test("/swagger.json is the same document, but requires a token", async () => {
  const refused = await fetch(`${gateway.url}/swagger.json`);
  expect(refused.status).toBe(401);
  expect(validateUnauthorizedError(await refused.json())).toMatchObject({ valid: true });
  const response = await fetch(`${gateway.url}/swagger.json`, authorized);
  expect(response.status).toBe(200);
  expect(await response.text()).toBe(await (await fetch(`${gateway.url}/openapi.json`)).text());
});

test.each([
  ["/metrics", ["completions", "openai"]],
  ["/v1/completions", ["completions"]],
  ["/v1/models", ["completions"]],
  ["/completions", ["openai"]],
  ["/openapi.json", ["openai"]],
] as const)("%s does not exist if it is not configured (faces: %j)", async (path, faces) => {
  await using plain = await startTestGateway({ deployment: deploymentOf(generateOf()), faces });
  expect((await fetch(plain.url + path)).status).toBe(404);
});
