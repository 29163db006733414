import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Gateway } from "../../src/index.ts";
import { generateOf, last } from "../support/deltas.ts";
import { ask, deploymentOf, startTestGateway } from "../support/start-gateway.ts";

const origin = "https://app.example";
const deployment = deploymentOf(generateOf([last("one")]));
const preflight = {
  method: "OPTIONS",
  headers: {
    origin,
    "access-control-request-method": "POST",
    "access-control-request-headers": "authorization,content-type,x-stainless-lang",
  },
};

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startTestGateway({ deployment, cors: { origins: [origin, "http://localhost:3000"] } });
});
afterAll(() => gateway[Symbol.asyncDispose]());

/** Lists the names of the CORS headers in a response. */
function corsHeaders({ headers }: Response): string[] {
  return [...headers.keys()].filter((name) => name.startsWith("access-control-"));
}

test("a page of a configured origin may send requests and read the headers it needs", async () => {
  const response = await ask(gateway, { prompt: "Say it" }, { headers: { origin } });
  expect(response.status).toBe(200);
  expect(response.headers.get("access-control-allow-origin")).toBe(origin);
  expect(response.headers.get("access-control-allow-credentials")).toBe(null);
  expect(response.headers.get("vary")).toBe("Origin");
  const exposed = response.headers.get("access-control-expose-headers")?.split(", ");
  expect(exposed).toEqual(
    expect.arrayContaining(["x-request-id", "x-ms-error-code", "x-cache", "age", "retry-after"]),
  );
});

test("a page of a configured origin may read streams and errors", async () => {
  const stream = await ask(gateway, { prompt: "Say it", stream: true }, { headers: { origin } });
  expect(stream.headers.get("access-control-allow-origin")).toBe(origin);
  expect(await stream.text()).toContain("[DONE]");
  const refused = await fetch(`${gateway.url}/completions`, { method: "POST", headers: { origin } });
  expect(refused.status).toBe(401);
  expect(refused.headers.get("access-control-allow-origin")).toBe(origin);
  const unknown = await fetch(`${gateway.url}/nowhere`, { headers: { origin } });
  expect(unknown.status).toBe(404);
  expect(unknown.headers.get("access-control-allow-origin")).toBe(origin);
});

test("a preflight needs no token", async () => {
  const response = await fetch(`${gateway.url}/completions`, preflight);
  expect([response.status, await response.text()]).toEqual([204, ""]);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "access-control-allow-origin": origin,
    "access-control-allow-methods": "POST",
    "access-control-allow-headers": "authorization,content-type,x-stainless-lang",
    "access-control-max-age": "600",
    vary: "Origin",
  });
});

describe("another origin gets no CORS headers", () => {
  test.each([
    "https://app.example.evil.example",
    "https://APP.example",
    "http://app.example",
    "https://app.example:444",
    "null",
    "*",
    "",
  ])("%j", async (other) => {
    const headers = { ...preflight.headers, origin: other };
    const asked = await fetch(`${gateway.url}/completions`, { ...preflight, headers });
    expect(asked.status).toBe(405);
    expect(corsHeaders(asked)).toEqual([]);
    expect(asked.headers.get("vary")).toBe("Origin");
    const response = await ask(gateway, { prompt: "Say it" }, { headers: { origin: other } });
    expect(response.status).toBe(200);
    expect(corsHeaders(response)).toEqual([]);
  });
});

test("OPTIONS that is not a preflight is a method like any other", async () => {
  const response = await fetch(`${gateway.url}/completions`, { method: "OPTIONS", headers: { origin } });
  expect(response.status).toBe(405);
  expect(response.headers.get("allow")).toBe("POST");
});

test("CORS is off by default", async () => {
  await using plain = await startTestGateway({ deployment });
  const response = await fetch(`${plain.url}/completions`, preflight);
  expect(response.status).toBe(405);
  expect(corsHeaders(response)).toEqual([]);
  expect(response.headers.get("vary")).toBe(null);
});
