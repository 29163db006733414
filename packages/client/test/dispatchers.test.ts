import * as undici8 from "undici";
import * as undici7 from "undici-7";
import { expect, test } from "vitest";
import type { ClientOptions } from "../src/index.ts";
import { clientOf, collect } from "./support/client.ts";
import { startProxy } from "./support/proxy.ts";
import { beginStream, chunks, completion, events, respondJson, respondStream } from "./support/responses.ts";
import { serve } from "./support/serve.ts";

const plain = { prompt: "Once upon a time" };
const streamed = { prompt: "Once upon a time", stream: true } as const;

type Fetch = NonNullable<ClientOptions["fetch"]>;

/** Creates a `fetch` as the README shows it. */
function fetchWith(dispatcher: undici8.Dispatcher): Fetch {
  return async (request) => {
    const response: unknown = await undici8.fetch(request.url, {
      method: request.method,
      headers: [...request.headers],
      body: await request.text(),
      signal: request.signal,
      dispatcher,
    });
    return response as Response; // Its type differs from that of the platform's `Response`.
  };
}

/** Does the same with another version, whose types are its own. */
function fetchWith7(dispatcher: undici7.Dispatcher): Fetch {
  return async (request) => {
    const response: unknown = await undici7.fetch(request.url, {
      method: request.method,
      headers: [...request.headers],
      body: await request.text(),
      signal: request.signal,
      dispatcher,
    });
    return response as Response; // Its type differs from that of the platform's `Response`.
  };
}

const agents: [string, Fetch][] = [
  ["undici 8", fetchWith(new undici8.Agent({ headersTimeout: 0, bodyTimeout: 0 }))],
  ["undici 7", fetchWith7(new undici7.Agent({ headersTimeout: 0, bodyTimeout: 0 }))],
];

test.for(agents)("calls and streams work with an agent of %s", async ([, fetch]) => {
  await using server = await serve(respondJson(200, completion), respondStream());
  const client = clientOf(server, { fetch });
  expect(await client.complete(plain)).toEqual(completion);
  expect(await collect(await client.complete(streamed))).toEqual(chunks);
  expect(server.requests).toMatchObject([
    { headers: { authorization: "Bearer key" }, body: plain },
    { headers: { authorization: "Bearer key" }, body: streamed },
  ]);
  expect(server.requests[0]?.headers).toHaveProperty("content-length");
});

test.for(agents)("an abort closes the connection of an agent of %s", async ([, fetch]) => {
  await using server = await serve(beginStream(events[0]));
  const stream = await clientOf(server, { fetch }).complete(streamed);
  stream.abort("enough");
  await expect(stream.final()).rejects.toBe("enough");
  await server.closed(1);
});

const proxies: [string, (proxyUrl: string) => Fetch][] = [
  ["ProxyAgent of undici 8", (url) => fetchWith(new undici8.ProxyAgent(url))],
  ["ProxyAgent of undici 7", (url) => fetchWith7(new undici7.ProxyAgent(url))],
  [
    "ProxyAgent of undici 8 that opens tunnels",
    (uri) => fetchWith(new undici8.ProxyAgent({ uri, proxyTunnel: true })),
  ],
  [
    "EnvHttpProxyAgent of undici 8",
    (httpProxy) => fetchWith(new undici8.EnvHttpProxyAgent({ httpProxy, noProxy: "" })),
  ],
  [
    "EnvHttpProxyAgent of undici 7",
    (httpProxy) => fetchWith7(new undici7.EnvHttpProxyAgent({ httpProxy, noProxy: "" })),
  ],
];

test.for(proxies)("calls and streams go through a proxy: %s", async ([, createFetch]) => {
  await using proxy = await startProxy();
  await using server = await serve(respondJson(200, completion), respondStream());
  const client = clientOf(server, { fetch: createFetch(proxy.url) });
  expect(await client.complete(plain)).toEqual(completion);
  expect(await collect(await client.complete(streamed))).toEqual(chunks);
  expect(proxy.targets.length).toBeGreaterThan(0);
  const { host } = new URL(server.url);
  for (const target of proxy.targets) expect(target).toContain(host);
});
