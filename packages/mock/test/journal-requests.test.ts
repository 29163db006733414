import { sendRaw } from "@completions-api/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Mock, startMock } from "../src/index.ts";
import { ask, target } from "./support/ask.ts";
import { countingEngine } from "./support/test-engines.ts";

let mock: Mock;
beforeEach(async () => {
  mock = await startMock({ port: 0, engine: countingEngine });
});
afterEach(() => mock.close());

const fetchLog = async () => JSON.parse(await (await fetch(`${mock.url}/__mock/requests`)).text());

test("lists valid and invalid requests, in code and over HTTP", async () => {
  await (await ask(mock, { body: { prompt: "Hello" } })).text();
  await (await ask(mock, { target: "/nowhere?a=b", method: "PUT", body: "no JSON" })).text();
  await (await ask(mock, { target: "/completions", method: "GET" })).text();
  expect(mock.requests).toMatchObject([
    {
      method: "POST",
      url: target,
      headers: { "content-type": "application/json" },
      body: { prompt: "Hello" },
    },
    { method: "PUT", url: "/nowhere?a=b", body: "no JSON" },
    { method: "GET", url: "/completions" },
  ]);
  expect(mock.requests[2]).not.toHaveProperty("body");
  expect(mock.requests.map(({ receivedAt }) => new Date(receivedAt).toISOString())).toEqual(
    mock.requests.map(({ receivedAt }) => receivedAt),
  );
  expect(await fetchLog()).toEqual(mock.requests);
});

test("lists a request whose body is refused unread, without the body", async () => {
  await (await ask(mock, { body: "a".repeat(2 ** 20 + 1) })).text();
  await (
    await ask(mock, { target: "/v1/completions", headers: { "content-encoding": "gzip" }, body: "gzip" })
  ).text();
  expect(mock.requests).toMatchObject([
    { url: target, face: "completions", response: { status: 413, errorCode: "payload_too_large" } },
    { face: "openai", response: { status: 415, errorCode: "unsupported_media_type", writes: [{}] } },
  ]);
  for (const request of mock.requests) expect(request).not.toHaveProperty("body");
  const [, { response }] = await fetchLog();
  expect(JSON.parse(response.writes[0].text)).toHaveProperty("error.code", "unsupported_media_type");
});

test("is emptied by DELETE", async () => {
  await (await ask(mock, { body: { prompt: "Hello" } })).text();
  const response = await fetch(`${mock.url}/__mock/requests`, { method: "DELETE" });
  expect(await response.json()).toEqual([]);
  expect(mock.requests).toEqual([]);
  expect(await fetchLog()).toEqual([]);
});

test("masks secrets", async () => {
  const secrets = {
    authorization: "Bearer s3cret",
    "proxy-authorization": "Basic s3cret",
    cookie: "session=s3cret",
    "api-key": "s3cret",
    "x-goog-api-key": "s3cret",
    "ocp-apim-subscription-key": "s3cret",
    "x-ms-client-secret": "s3cret",
    "x-amz-security-token": "s3cret",
    "x-password": "s3cret",
    "x-auth": "s3cret",
    "x-functions-code": "s3cret",
    "x-passphrase": "s3cret",
    "x-session-id": "s3cret",
    referer: "http://user:s3@s3cret@localhost/?api-key=s3cret",
  };
  const query =
    "&api-key=s3cret&sig=s3cret&access_token=s3cret&%6Bey=s3cret&c%256Fde=s3cret&x=1;code=s3cret&other=kept";
  await (
    await ask(mock, { target: `${target}${query}`, headers: secrets, body: { prompt: "Hello" } })
  ).text();
  await (await ask(mock, { headers: { authorization: "s3cret s3cret" }, body: { prompt: "Hello" } })).text();
  await (await ask(mock, { headers: { authorization: "Bearer: s3cret" }, body: { prompt: "Hello" } })).text();
  expect(JSON.stringify(mock.requests)).not.toContain("s3cret");
  const [first, second, third] = mock.requests;
  expect(first?.url).toBe(
    `${target}&api-key=***&sig=***&access_token=***&%6Bey=***&c%256Fde=***&x=1;code=***&other=kept`,
  );
  expect(first?.headers).toMatchObject({
    authorization: "Bearer ***",
    "proxy-authorization": "Basic ***",
    cookie: "***",
  });
  expect(second?.headers.authorization).toBe("***");
  expect(third?.headers.authorization).toBe("Bearer: ***");
});

test("masks the user name and password in a whole URL", async () => {
  const [, host = ""] = mock.url.split("//");
  const response = await sendRaw(
    mock,
    `GET http://user:s3cret@${host}/nowhere HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
  );
  expect(response.toString()).toMatch(/^HTTP\/1.1 404/);
  expect(mock.requests.map(({ url }) => url)).toEqual([`http://***@${host}/nowhere`]);
});

test("keeps a body as text if it is nested too deeply for JSON", async () => {
  const bodyOf = (depth: number) => `{"x":${"[".repeat(depth)}${"]".repeat(depth)}}`;
  for (const depth of [500, 100_000]) await (await ask(mock, { body: bodyOf(depth) })).text();
  expect((await fetchLog()).map(({ body }: { body: unknown }) => body)).toEqual([
    JSON.parse(bodyOf(500)),
    bodyOf(100_000),
  ]);
});

test("strips a byte order mark, as the request reader does", async () => {
  const response = await ask(mock, { body: '\ufeff{"prompt":"Hello"}' });
  expect(response.status).toBe(200);
  await response.text();
  expect(mock.requests).toMatchObject([{ body: { prompt: "Hello" } }]);
});

test("keeps the last 1,000 requests", async () => {
  for (let round = 0; round < 11; round += 1) {
    await Promise.all(
      Array.from({ length: 100 }, async (_, index) =>
        (await fetch(`${mock.url}/${100 * round + index}`)).text(),
      ),
    );
  }
  expect(mock.requests).toHaveLength(1000);
  const numbers = mock.requests.map(({ url }) => Number(url.slice(1)));
  expect(Math.min(...numbers)).toBe(100);
});

test("keeps at most 16 MiB of requests and responses", async () => {
  const body = "a".repeat(2 ** 20);
  for (let round = 0; round < 18; round += 1) await (await ask(mock, { target: `/${round}`, body })).text();
  expect(mock.requests.map(({ url }) => url)).toEqual(
    Array.from({ length: 15 }, (_, index) => `/${index + 3}`),
  );
});
