import { expect, test, vi } from "vitest";
import { type Script, ScriptedUpstream } from "../support/scripted-upstream.ts";
import { ask } from "../support/start-gateway.ts";
import { healthy, refuse } from "../support/upstream-scripts.ts";
import { startGatewayOver } from "./gateway-over-upstreams.ts";

const poison = "Crash";
/** The prompt of the gateway's own question. */
const check = "Hello";

/** Loses the connection of a request with the poisonous prompt, and answers the gateway's own question with `onCheck`. */
function fragile(onCheck: Script = healthy): Script {
  return (response, request, index) => {
    const { prompt } = request.body;
    const script = prompt === poison ? refuse : prompt === check ? onCheck : healthy;
    return script(response, request, index);
  };
}

const breaker = { failures: 5, retryAfter: 60_000 };

test.each([1, 2])("a hundred requests that make a server fail close none of %d for others", async (count) => {
  await using servers = new AsyncDisposableStack();
  const upstreams: ScriptedUpstream[] = [];
  while (upstreams.length < count) upstreams.push(servers.use(await ScriptedUpstream.start(fragile())));
  await using gateway = await startGatewayOver(
    upstreams.map(({ url }) => url),
    { breaker, slots: { concurrency: 1_000, queue: 0 } },
  );
  const statuses = async (prompt: string, times: number) =>
    Promise.all(
      Array.from({ length: times }, async (_, index) => {
        const response = await ask(gateway, { prompt, stream: index % 2 === 0 });
        await response.text();
        return response.status;
      }),
    );
  for (let round = 0; round < 5; round += 1) {
    const [bad, good] = await Promise.all([statuses(poison, 20), statuses("Say it", 5)]);
    expect(new Set(bad)).toEqual(new Set([502]));
    expect(good).toEqual([200, 200, 200, 200, 200]);
  }
  const available = () => gateway.upstreams.map(({ isAvailable, isInDoubt }) => isAvailable && !isInDoubt);
  await vi.waitFor(() => expect(available()).toEqual(Array(count).fill(true)));
  // One question at a time, and only after five failures. A request that is reset on a reused connection is sent once more.
  const requests = upstreams.flatMap((upstream) => upstream.requests.map(({ body }) => body.prompt));
  expect(requests.filter((prompt) => prompt === poison).length).toBeLessThanOrEqual(200 * count);
  expect(requests.filter((prompt) => prompt === check).length).toBeLessThanOrEqual(20 * count);
});

test("others are served while the server is slow to answer the gateway's own question", async () => {
  const answer = Promise.withResolvers<void>();
  const slow: Script = async (...parts) => {
    await answer.promise;
    await healthy(...parts);
  };
  await using upstream = await ScriptedUpstream.start(fragile(slow));
  await using gateway = await startGatewayOver([upstream.url], { breaker });
  const [only] = gateway.upstreams;
  for (let times = 0; times < 10; times += 1) await (await ask(gateway, { prompt: poison })).text();
  expect(only?.isInDoubt).toBe(true);
  expect((await ask(gateway, { prompt: "Say it" })).status).toBe(200);
  // That request has shown that the server works.
  expect(only).toMatchObject({ isInDoubt: false, breakerState: "closed" });
  answer.resolve();
});

test("a request on trial that takes long keeps nobody else out", async () => {
  let isDown = true;
  await using upstream = await ScriptedUpstream.start((...parts) => {
    if (isDown) return refuse(...parts);
    // It works on this prompt for minutes.
    return parts[1].body.prompt === poison ? undefined : healthy(...parts);
  });
  await using gateway = await startGatewayOver([upstream.url], { breaker: { failures: 1, retryAfter: 50 } });
  const [only] = gateway.upstreams;
  await (await ask(gateway, { prompt: "Say it" })).text();
  await vi.waitFor(() => expect(only?.breakerState).toBe("open"));
  isDown = false;
  await vi.waitFor(() => expect(only?.isAvailable).toBe(true));
  const client = new AbortController();
  const trial = ask(gateway, { prompt: poison }, { signal: client.signal }).catch(() => {});
  await vi.waitFor(() => expect(only?.breakerState).toBe("half-open"));
  await vi.waitFor(() => expect(only?.breakerState).toBe("closed"));
  expect((await ask(gateway, { prompt: "Say it" })).status).toBe(200);
  client.abort();
  await trial;
});
