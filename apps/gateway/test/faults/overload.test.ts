import { expect, test, vi } from "vitest";
import { expectOutcome } from "../support/expect-contract.ts";
import { json, type Script, ScriptedUpstream } from "../support/scripted-upstream.ts";
import { ask } from "../support/start-gateway.ts";
import { beginStream, chunk, healthy, refuse, reset } from "../support/upstream-scripts.ts";
import { startGatewayOver } from "./gateway-over-upstreams.ts";

const body = { prompt: "Say it", stream: true };

/** Breaks off within its stream. */
const dies: Script = (response) => {
  beginStream(response, chunk("one "));
  reset(response);
};

/** Fails with a status that says nothing about the reason. */
const fails = json({ error: { message: "CUDA error" } }, 500);

/** Ends a stream before the completion ends. */
const endsEarly: Script = (response) => {
  beginStream(response, chunk("one "));
  response.end();
};

test("streams that break off open the breaker, and then the upstream gets no requests", async () => {
  await using upstream = await ScriptedUpstream.start(dies);
  await using gateway = await startGatewayOver([upstream.url], {
    breaker: { failures: 2, retryAfter: 3_600_000 },
  });
  await expectOutcome(gateway, body, { outcome: "interrupted" });
  await expectOutcome(gateway, body, { outcome: "interrupted" });
  await vi.waitFor(() => expect(gateway.upstreams[0]?.breakerState).toBe("open"));
  await expectOutcome(gateway, body, { outcome: "error", code: "service_unavailable" });
  const response = await ask(gateway, body);
  expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(3000);
  expect(Number(response.headers.get("retry-after"))).toBeLessThanOrEqual(3600);
  // The last one is the gateway's own.
  expect(upstream.requests.map(({ body }) => body.max_tokens)).toEqual([256, 256, 1]);
});

test("an open breaker lets one request through and closes if it succeeds", async () => {
  let script = dies;
  await using upstream = await ScriptedUpstream.start((...call) => script(...call));
  await using gateway = await startGatewayOver([upstream.url], { breaker: { failures: 1, retryAfter: 500 } });
  const { upstreams } = gateway;
  const patiently = { timeout: 10_000 };
  await expectOutcome(gateway, body, { outcome: "interrupted" });
  await vi.waitFor(() => expect(upstreams[0]?.breakerState).toBe("open"), patiently);
  await vi.waitFor(() => expect(upstreams[0]?.isAvailable).toBe(true), patiently);

  // No other request gets through meanwhile.
  const trial = Promise.withResolvers<Parameters<Script>[0]>();
  script = (response) => trial.resolve(response);
  const trialResponse = ask(gateway, body);
  const response = await trial.promise;
  expect(upstreams[0]?.breakerState).toBe("half-open");
  await expectOutcome(gateway, body, { outcome: "error", code: "service_unavailable", retryAfter: 1 });
  expect(upstream.requests).toHaveLength(3);
  script = dies;
  response.socket?.resetAndDestroy();
  expect((await trialResponse).status).toBe(502);
  await vi.waitFor(() => expect(upstreams[0]?.breakerState).toBe("open"), patiently);

  script = healthy;
  await vi.waitFor(() => expect(upstreams[0]?.isAvailable).toBe(true), patiently);
  await expectOutcome(gateway, body, { outcome: "completion" });
  expect(upstreams[0]?.breakerState).toBe("closed");
});

test("an upstream whose request on trial fails while its check hangs is tried again", async () => {
  type Response = Parameters<Script>[0];
  let script = dies;
  await using upstream = await ScriptedUpstream.start((...call) => script(...call));
  await using gateway = await startGatewayOver([upstream.url], { breaker: { failures: 1, retryAfter: 50 } });
  const [only] = gateway.upstreams;
  await expectOutcome(gateway, body, { outcome: "interrupted" });
  await vi.waitFor(() => expect(only?.isAvailable && only.breakerState).toBe("open"));

  const trial = Promise.withResolvers<Response>();
  const check = Promise.withResolvers<Response>();
  script = (response, request) => (request.body.max_tokens === 1 ? check : trial).resolve(response);
  const trialResponse = ask(gateway, body);
  const responses = await Promise.all([trial.promise, check.promise]);
  // The same request is sent once more on another connection, which breaks off, too.
  script = dies;
  responses[0].socket?.resetAndDestroy();
  expect((await trialResponse).status).toBe(502);
  script = healthy;
  await vi.waitFor(() => expect(only?.isAvailable).toBe(true));
  await expectOutcome(gateway, body, { outcome: "completion" });
  responses[1].socket?.resetAndDestroy();
});

test("an open breaker diverts all requests to the other upstreams", async () => {
  await using bad = await ScriptedUpstream.start(refuse);
  await using good = await ScriptedUpstream.start(healthy);
  const breaker = { failures: 1, retryAfter: 60_000 };
  await using gateway = await startGatewayOver([bad.url, good.url], { breaker });
  for (let count = 0; count < 4; count += 1) await expectOutcome(gateway, body, { outcome: "completion" });
  await vi.waitFor(() => expect(gateway.upstreams[0]?.breakerState).toBe("open"));
  // A request, and the gateway's own.
  expect(bad.requests.map(({ body }) => body.max_tokens)).toEqual([256, 1]);
  expect(good.requests).toHaveLength(4);
});

test("a caller whose prompts make a healthy upstream fail does not close it for others", async () => {
  const hostile = "Make it fail";
  // The last two come from a firewall that rejects a prompt, and from a proxy whose server the prompt ended.
  const faults = [dies, refuse, fails, endsEarly, json({}, 403), json({}, 503)];
  await using upstream = await ScriptedUpstream.start((response, request, index) => {
    const script = request.body.prompt === hostile ? faults[index % faults.length] : healthy;
    return script?.(response, request, index);
  });
  await using gateway = await startGatewayOver([upstream.url], {
    breaker: { failures: 2, retryAfter: 3_600_000 },
  });
  for (let count = 0; count < 20; count += 1) {
    await (await ask(gateway, { prompt: hostile, stream: count % 3 > 0 })).text();
    expect(gateway.upstreams[0]?.breakerState).toBe("closed");
  }
  await expectOutcome(gateway, body, { outcome: "completion" });
});

test("full slots and a full queue give a 503, and queued requests get their turn", async () => {
  const opened: Parameters<Script>[0][] = [];
  await using upstream = await ScriptedUpstream.start((response) => {
    opened.push(response);
    beginStream(response, chunk("one "));
  });
  await using gateway = await startGatewayOver([upstream.url], { slots: { concurrency: 1, queue: 1 } });
  const first = await ask(gateway, body);
  const second = ask(gateway, body);
  await vi.waitFor(() => expect(gateway.slots).toMatchObject({ inFlight: 1, queued: 1 }));
  await expectOutcome(gateway, body, { outcome: "error", code: "service_unavailable", retryAfter: 1 });
  expect(upstream.requests).toHaveLength(1);

  // A generation that fails also frees its slot.
  opened[0]?.socket?.resetAndDestroy();
  expect(await first.text()).toContain('"error"');
  expect((await second).status).toBe(200);
  expect(gateway.slots).toMatchObject({ inFlight: 1, queued: 0 });
  opened[1]?.socket?.resetAndDestroy();
  await (await second).text();
  await vi.waitFor(() => expect(gateway.slots).toMatchObject({ inFlight: 0, queued: 0 }));
});
