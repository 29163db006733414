import { expect, test, vi } from "vitest";
import { expectOutcome } from "../support/expect-contract.ts";
import { type Script, ScriptedUpstream } from "../support/scripted-upstream.ts";
import { ask } from "../support/start-gateway.ts";
import { beginStream, chunk } from "../support/upstream-scripts.ts";
import { startGatewayOver } from "./gateway-over-upstreams.ts";

/** What the gateway promises, in milliseconds. A machine may have been busy, hence the retries. */
const promise = 100;
const options = { retry: 2 };

const silent: Script = () => {};
const talking: Script = (response) => beginStream(response, chunk("one "));

/** Has a client leave once `until` resolves, and waits for the upstream to see that. */
async function leave(
  script: Script,
  body: { readonly prompt: string | readonly string[]; readonly stream?: boolean },
  until: (response: Promise<Response>) => Promise<unknown>,
) {
  await using upstream = await ScriptedUpstream.start(script);
  await using gateway = await startGatewayOver([upstream.url], { promptsPerRequest: 1 });
  const branches = Array.isArray(body.prompt) ? body.prompt.length : 1;
  const client = new AbortController();
  const response = ask(gateway, body, { signal: client.signal });
  response.catch(() => {});
  await vi.waitFor(() => expect(upstream.requests).toHaveLength(branches), { interval: 1 });
  await until(response);
  const leftAt = performance.now();
  client.abort();
  await Promise.all(upstream.requests.map(({ abandoned }) => abandoned));
  expect(performance.now() - leftAt).toBeLessThan(promise);
  await vi.waitFor(() => expect(gateway.records).toHaveLength(1));
  expect(gateway.upstreams[0]?.inFlight).toBe(0);
  expect(gateway.slots).toMatchObject({ inFlight: 0, queued: 0 });
  return gateway;
}

const nothing = async () => {};

test("a client who leaves before the first byte of a stream has the upstream aborted", options, async () => {
  const gateway = await leave(silent, { prompt: "Say it", stream: true }, nothing);
  expect(gateway.records[0]).toMatchObject({ left: true });
});

test("so does one who waits for a whole completion", options, async () => {
  const gateway = await leave(silent, { prompt: "Say it" }, nothing);
  expect(gateway.records[0]).toMatchObject({ left: true });
});

test("so does one who has read some of a stream, and what came is counted", options, async () => {
  const body = { prompt: "Say it", stream: true };
  const gateway = await leave(talking, body, async (response) => (await response).body?.getReader().read());
  expect(gateway.records[0]).toMatchObject({ left: true, status: 200, completionTokens: 1 });
  expect(gateway.settled).toEqual([3]);
});

test.each([false, true])(
  "all branches of a split request are aborted, stream: %s",
  options,
  async (stream) => {
    const body = { prompt: ["Say", "it", "again"], stream };
    const gateway = await leave(silent, body, nothing);
    expect(gateway.records[0]).toMatchObject({ left: true });
  },
);

test("so are those of which some has been read", options, async () => {
  const body = { prompt: ["Say", "it", "again"], stream: true };
  const gateway = await leave(talking, body, async (response) => (await response).body?.getReader().read());
  expect(gateway.records[0]).toMatchObject({ left: true, status: 200 });
});

test("where one branch fails, the others are aborted", async () => {
  await using upstream = await ScriptedUpstream.start((response, _request, index) => {
    if (index === 2) response.socket?.resetAndDestroy();
  });
  await using gateway = await startGatewayOver([upstream.url], { promptsPerRequest: 1 });
  const body = { prompt: ["Say", "it", "again"] };
  await expectOutcome(gateway, body, { outcome: "error", code: "bad_gateway" });
  await Promise.all(upstream.requests.map(({ abandoned }) => abandoned));
  expect(gateway.upstreams[0]?.inFlight).toBe(0);
});

test("a client who leaves the queue never reaches the upstream", async () => {
  await using upstream = await ScriptedUpstream.start(silent);
  await using gateway = await startGatewayOver([upstream.url], { slots: { concurrency: 1, queue: 1 } });
  const clients = [new AbortController(), new AbortController()];
  for (const [index, { signal }] of clients.entries()) {
    ask(gateway, { prompt: "Say it" }, { signal }).catch(() => {});
    await vi.waitFor(() => expect(gateway.slots).toMatchObject({ inFlight: 1, queued: index }));
  }
  clients[1]?.abort();
  await vi.waitFor(() => expect(gateway.slots).toMatchObject({ inFlight: 1, queued: 0 }));
  clients[0]?.abort();
  await vi.waitFor(() => expect(gateway.slots).toMatchObject({ inFlight: 0, queued: 0 }));
  expect(upstream.requests).toHaveLength(1);
});
