import { expect, test, vi } from "vitest";
import { type Script, ScriptedUpstream } from "../support/scripted-upstream.ts";
import { ask } from "../support/start-gateway.ts";
import { startOver } from "./start-over.ts";
import { beginStream, chunk } from "./wire.ts";

/** What the gateway promises, in milliseconds. A machine may have been busy, hence the retries. */
const promise = 100;
const options = { retry: 2 };

const silent: Script = () => {};
const talking: Script = (response) => beginStream(response, chunk("one "));

/** Has a client leave once `until` resolves, and waits for the upstreams to see that. */
async function leave(script: Script, body: object, until: (response: Promise<Response>) => Promise<unknown>) {
  await using upstream = await ScriptedUpstream.start(script);
  await using gateway = await startOver([upstream.url]);
  const client = new AbortController();
  const response = ask(gateway, body, { signal: client.signal });
  response.catch(() => {});
  await vi.waitFor(() => expect(upstream.requests).not.toEqual([]), { interval: 1 });
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
