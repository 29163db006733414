import { expect, test, vi } from "vitest";
import { expectOutcome } from "../support/expect-contract.ts";
import { type Script, ScriptedUpstream } from "../support/scripted-upstream.ts";
import { ask } from "../support/start-gateway.ts";
import { beginStream, chunk } from "../support/upstream-scripts.ts";
import { startGatewayOver } from "./gateway-over-upstreams.ts";

/** Never responds. */
const silent: Script = () => {};
const talking: Script = (response) => beginStream(response, chunk("one "));

/** Disconnects a client once `until` resolves, and waits until each upstream request is aborted. */
async function disconnect(
  script: Script,
  body: { readonly prompt: string | readonly string[]; readonly stream?: boolean },
  until: (response: Promise<Response>) => Promise<unknown>,
) {
  await using upstream = await ScriptedUpstream.start(script);
  await using gateway = await startGatewayOver([upstream.url], { promptsPerRequest: 1 });
  const parts = Array.isArray(body.prompt) ? body.prompt.length : 1;
  const client = new AbortController();
  const response = ask(gateway, body, { signal: client.signal });
  response.catch(() => {});
  await vi.waitFor(() => expect(upstream.requests).toHaveLength(parts), { interval: 1 });
  await until(response);
  client.abort();
  await Promise.all(upstream.requests.map(({ abandoned }) => abandoned));
  await vi.waitFor(() => expect(gateway.records).toHaveLength(1));
  expect(gateway.upstreams[0]?.inFlight).toBe(0);
  expect(gateway.slots).toMatchObject({ inFlight: 0, queued: 0 });
  return gateway;
}

const atOnce = async () => {};

test("a client that disconnects before the first byte of a stream aborts the upstream", async () => {
  const gateway = await disconnect(silent, { prompt: "Say it", stream: true }, atOnce);
  expect(gateway.records[0]).toMatchObject({ left: true });
});

test("a client that disconnects while it waits for a whole completion aborts the upstream", async () => {
  const gateway = await disconnect(silent, { prompt: "Say it" }, atOnce);
  expect(gateway.records[0]).toMatchObject({ left: true });
});

test("a client that disconnects within a stream aborts the upstream, and the tokens so far count", async () => {
  const body = { prompt: "Say it", stream: true };
  const gateway = await disconnect(talking, body, async (response) =>
    (await response).body?.getReader().read(),
  );
  expect(gateway.records[0]).toMatchObject({ left: true, status: 200, completionTokens: 1 });
  expect(gateway.settled).toEqual([3]);
});

test.each([false, true])(
  "a client that disconnects aborts all parts of a split request, stream: %s",
  async (stream) => {
    const body = { prompt: ["Say", "it", "again"], stream };
    const gateway = await disconnect(silent, body, atOnce);
    expect(gateway.records[0]).toMatchObject({ left: true });
  },
);

test("a client that disconnects within the stream of a split request aborts all parts", async () => {
  const body = { prompt: ["Say", "it", "again"], stream: true };
  const gateway = await disconnect(talking, body, async (response) =>
    (await response).body?.getReader().read(),
  );
  expect(gateway.records[0]).toMatchObject({ left: true, status: 200 });
});

test("a part of a split request that fails aborts the others", async () => {
  await using upstream = await ScriptedUpstream.start((response, _request, index) => {
    if (index === 2) response.socket?.resetAndDestroy();
  });
  await using gateway = await startGatewayOver([upstream.url], { promptsPerRequest: 1 });
  const body = { prompt: ["Say", "it", "again"] };
  await expectOutcome(gateway, body, { outcome: "error", code: "bad_gateway" });
  await Promise.all(upstream.requests.map(({ abandoned }) => abandoned));
  expect(gateway.upstreams[0]?.inFlight).toBe(0);
});

test("a client that disconnects while queued never reaches the upstream", async () => {
  await using upstream = await ScriptedUpstream.start(silent);
  await using gateway = await startGatewayOver([upstream.url], { slots: { concurrency: 1, queue: 1 } });
  const [served, queued] = [new AbortController(), new AbortController()];
  ask(gateway, { prompt: "Say it" }, { signal: served.signal }).catch(() => {});
  await vi.waitFor(() => expect(gateway.slots).toMatchObject({ inFlight: 1, queued: 0 }));
  ask(gateway, { prompt: "Say it" }, { signal: queued.signal }).catch(() => {});
  await vi.waitFor(() => expect(gateway.slots).toMatchObject({ inFlight: 1, queued: 1 }));
  queued.abort();
  await vi.waitFor(() => expect(gateway.slots).toMatchObject({ inFlight: 1, queued: 0 }));
  served.abort();
  await vi.waitFor(() => expect(gateway.slots).toMatchObject({ inFlight: 0, queued: 0 }));
  expect(upstream.requests).toHaveLength(1);
});
