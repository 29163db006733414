import { validateUnauthorizedError } from "@completions-api/validators";
import { describe, expect, test } from "vitest";
import { startConfiguredGateway, upstreamKey } from "../contract/gateway-in-front.ts";

const deployments = { default: { engine: "embedded" } };
const token = { env: "UPSTREAM_KEY" };
const read = (url = "", authorization?: string) =>
  fetch(`${url}/metrics`, authorization === undefined ? {} : { headers: { authorization } });

describe("a token of its own", () => {
  test.each([
    ["none", undefined],
    ["another", "Bearer another"],
    ["the beginning", `Bearer ${upstreamKey.slice(0, -1)}`],
    ["a longer one", `Bearer ${upstreamKey}a`],
    ["a token of callers", "Bearer a-token-for-tests"],
    ["another scheme", `Basic ${upstreamKey}`],
    ["none after the scheme", "Bearer "],
  ])("is required: %s is a 401", async (_, authorization) => {
    await using gateway = await startConfiguredGateway({ deployments, metrics: { token } });
    const response = await read(gateway.url, authorization);
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
    const text = await response.text();
    expect(validateUnauthorizedError(JSON.parse(text))).toMatchObject({ valid: true });
    expect(text).not.toContain("gateway_");
  });

  test("is no credential of callers", async () => {
    await using gateway = await startConfiguredGateway({ deployments, metrics: { token } });
    const headers = { authorization: `Bearer ${upstreamKey}` };
    expect((await fetch(`${gateway.url}/v1/models`, { headers })).status).toBe(401);
    const response = await read(gateway.url, `Bearer ${upstreamKey}`);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain("gateway_build_info{");
  });
});

describe("a port of its own", () => {
  test("has the metrics and the probes, and the other port has no metrics", async () => {
    await using gateway = await startConfiguredGateway({ deployments, metrics: { port: 0 } });
    const { url, metricsUrl = "" } = gateway;
    expect(metricsUrl).not.toBe(url);
    expect((await read(url)).status).toBe(404);
    const response = await read(metricsUrl);
    expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(await response.text()).toContain("gateway_build_info{");
    for (const path of ["/", "/completions", "/v1/completions", "/v1/models", "/openapi.json"]) {
      const other = await fetch(metricsUrl + path, { method: path.endsWith("s") ? "POST" : "GET" });
      expect(other.status).toBe(404);
      expect(other.headers.get("x-ms-error-code")).toBe("not_found");
    }
    for (const path of ["/healthz", "/readyz"]) {
      expect((await fetch(metricsUrl + path)).status).toBe(200);
      expect((await fetch(url + path)).status).toBe(200);
    }
    const posted = await fetch(`${metricsUrl}/metrics`, { method: "POST" });
    expect([posted.status, posted.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });

  test("may have a token, too", async () => {
    await using gateway = await startConfiguredGateway({ deployments, metrics: { port: 0, token } });
    expect((await read(gateway.metricsUrl)).status).toBe(401);
    expect((await read(gateway.metricsUrl, `Bearer ${upstreamKey}`)).status).toBe(200);
  });

  test("answers until the gateway has drained, and not afterwards", async () => {
    const gateway = await startConfiguredGateway({ deployments, metrics: { port: 0 } });
    await gateway.drain(1000);
    expect((await read(gateway.metricsUrl)).status).toBe(200);
    expect((await fetch(`${gateway.metricsUrl}/healthz`)).status).toBe(200);
    expect((await fetch(`${gateway.metricsUrl}/readyz`)).status).toBe(503);
    await gateway[Symbol.asyncDispose]();
    await expect(read(gateway.metricsUrl)).rejects.toThrow("fetch failed");
  });

  test("that is in use keeps the gateway from starting", async () => {
    await using first = await startConfiguredGateway({ deployments, metrics: { port: 0 } });
    const port = Number(new URL(first.metricsUrl ?? "").port);
    await expect(startConfiguredGateway({ deployments, metrics: { port } })).rejects.toMatchObject({
      code: "EADDRINUSE",
    });
  });
});

test("names no server by its URL, its query or its credential unless the configuration says so", async () => {
  const urls = ["http://10.1.2.3:9/v1?team=secret-team", "http://private.invalid:9"];
  const llama = { engine: "vllm", urls, model: "m", credential: token };
  await using gateway = await startConfiguredGateway({ deployments: { llama } });
  const text = await (await read(gateway.url)).text();
  expect(text).toContain('gateway_upstream_available{deployment="llama",upstream="1"} 1');
  expect(text).toContain('gateway_upstream_available{deployment="llama",upstream="2"} 1');
  for (const secret of ["10.1.2.3", "private", "secret", upstreamKey]) expect(text).not.toContain(secret);

  const metrics = { upstreamUrls: true };
  await using open = await startConfiguredGateway({ deployments: { llama }, metrics });
  const named = await (await read(open.url)).text();
  expect(named).toContain('upstream="http://10.1.2.3:9/v1"');
  expect(named).not.toContain("secret");
});
