import { expect, test } from "vitest";
import { startConfiguredGateway } from "../contract/gateway-in-front.ts";
import { json, type Script, ScriptedUpstream } from "../support/scripted-upstream.ts";
import { ask } from "../support/start-gateway.ts";
import { healthy } from "../support/upstream-scripts.ts";

/** Starts a gateway in front of servers, and returns a function that asks for a completion and returns the status. */
async function startGateway(upstreams: readonly ScriptedUpstream[], more: object) {
  const urls = upstreams.map(({ url }) => url);
  const deployments = { default: { engine: "openai", urls, model: "m", ...more } };
  const gateway = await startConfiguredGateway({ deployments });
  return {
    ask: async (prompt: unknown) => (await ask(gateway, { prompt })).status,
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  };
}

test("prompts that begin alike go to one server, and without it to another", async () => {
  // It stops working after six of them.
  const script: Script = (response, request, index) =>
    (index < 6 ? healthy : json({}, 503))(response, request, index);
  await using first = await ScriptedUpstream.start(script);
  await using second = await ScriptedUpstream.start(script);
  await using third = await ScriptedUpstream.start(script);
  const upstreams = [first, second, third];
  await using gateway = await startGateway(upstreams, { balancing: "prefix", prefixLength: 10 });
  const count = () => upstreams.map(({ requests }) => requests.length).toSorted();
  for (let count = 0; count < 6; count += 1) expect(await gateway.ask(`The whale ${count}`)).toBe(200);
  expect(count()).toEqual([0, 0, 6]);
  expect(await gateway.ask("The whale again")).toBe(200);
  expect(count()).toEqual([0, 1, 7]);
});

test.each([[{ balancing: "least-loaded" }], [{}]])("with %j, servers take turns", async (more) => {
  await using first = await ScriptedUpstream.start(healthy);
  await using second = await ScriptedUpstream.start(healthy);
  await using gateway = await startGateway([first, second], more);
  for (let count = 0; count < 4; count += 1) expect(await gateway.ask("The whale")).toBe(200);
  expect([first.requests.length, second.requests.length]).toEqual([2, 2]);
});
