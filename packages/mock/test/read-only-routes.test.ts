import { afterAll, beforeAll, expect, test } from "vitest";
import { type Mock, startMock } from "../src/index.ts";
import { countingEngine } from "./support/test-engines.ts";

let mock: Mock;
beforeAll(async () => {
  mock = await startMock({ port: 0, engine: countingEngine });
});
afterAll(() => mock.close());

const headers = { authorization: "Bearer any" };

test.each(["/healthz", "/__mock/requests", "/__mock/sessions/a/healthz", "/v1/models", "/v1/models/test"])(
  "HEAD %s is GET without a body",
  async (path) => {
    const [get, head] = await Promise.all(
      ["GET", "HEAD"].map((method) => fetch(mock.url + path, { method, headers })),
    );
    const body = (await get?.text()) ?? "";
    expect([get?.status, head?.status, await head?.text()]).toEqual([200, 200, ""]);
    expect(head?.headers.get("content-length")).toBe(String(Buffer.byteLength(body)));
    const wrong = await fetch(mock.url + path, { method: "PUT", headers });
    expect([wrong.status, wrong.headers.get("allow")?.slice(0, 9)]).toEqual([405, "GET, HEAD"]);
  },
);

test("the journal has HEAD without a body, and no health checks", async () => {
  mock.reset();
  expect(await (await fetch(`${mock.url}/healthz`)).json()).toEqual({ status: "alive" });
  await fetch(`${mock.url}/v1/models`, { method: "HEAD", headers });
  expect(mock.requests).toMatchObject([{ method: "HEAD", response: { status: 200, writes: [] } }]);
});
