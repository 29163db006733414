import type { ModelList } from "@completions-api/types/openai";
import { expect, test } from "vitest";
import { GatewayProcess } from "../support/gateway-process.ts";
import { isRunning } from "../support/is-running.ts";
import { token } from "../support/start-gateway.ts";

const configOf = (name: string) => ({ deployments: { [name]: { engine: "embedded" } } });

function read({ url }: GatewayProcess, path: string): Promise<Response> {
  // A connection of its own, so that every worker gets some.
  return fetch(url + path, { headers: { connection: "close", authorization: `Bearer ${token}` } });
}

/** Lists the deployments that any worker serves. */
async function listServed(gateway: GatewayProcess): Promise<string[]> {
  const served = new Set<string>();
  for (let times = 0; times < 20; times += 1) {
    const { data }: ModelList = JSON.parse(await (await read(gateway, "/v1/models")).text());
    for (const { id } of data) served.add(id);
  }
  return [...served];
}

// It starts five processes, one after the other, which takes long on a busy machine.
test("all workers serve a configuration, or none, also if one dies or starts meanwhile", {
  timeout: 180_000,
}, async () => {
  await using gateway = await GatewayProcess.start(configOf("first"), { args: ["--workers", "2"] });
  const [one = 0, other = 0] = (await gateway.log("serving", 2)).map(({ pid }) => Number(pid));
  await gateway.write(configOf("second"));
  await gateway.reload("success", 1);
  expect(await listServed(gateway)).toEqual(["second"]);

  // The one has prepared, so the metrics have its deployment, when the other dies instead. On a machine that is busy for five seconds,
  // the first process kills it before.
  process.kill(other, "SIGSTOP");
  await gateway.write(configOf("third"));
  gateway.signal("SIGHUP");
  const readMetrics = async () => (await read(gateway, "/metrics")).text();
  await expect
    .poll(readMetrics, { timeout: 30_000 })
    .toMatch(/\{deployment="third"\}|\{result="failure"\} 1/);
  if (isRunning(other)) process.kill(other, "SIGKILL");
  await gateway.reloads("failure", 1);
  const [failure] = await gateway.log("cannot reload the configuration: the earlier one stays in use", 1);
  expect(failure).toMatchObject({ err: { message: `Worker ${other} ended while it prepared.` } });
  await gateway.log("serving", 3);
  expect(await listServed(gateway)).toEqual(["second"]);
  expect(await readMetrics()).not.toContain('{deployment="third"}');

  // The one dies, and its replacement starts before, while or after the other changes over.
  process.kill(one, "SIGKILL");
  await gateway.log("a worker died and will be replaced", 2);
  await gateway.write(configOf("fourth"));
  await gateway.reload("success", 2);
  await gateway.log("serving", 4);
  expect(await listServed(gateway)).toEqual(["fourth"]);
  expect((await gateway.stop()).code).toBe(0);
});
