// Runs a gateway whose engine throws errors that nothing catches. The prompt, or the request's id, selects the error.

import { runGateway } from "../../src/cluster/run-gateway.ts";
import { createLogs } from "../../src/telemetry/logs.ts";
import { ReloadMetrics } from "../../src/telemetry/reload-metrics.ts";
import { generateOf, last } from "../support/deltas.ts";
import { deploymentOf, startTestGateway } from "../support/start-gateway.ts";

const succeed = generateOf([last("fine")]);
const deployment = deploymentOf((request, signal) => {
  const [{ prompt } = { prompt: "" }] = request.prompts;
  if (prompt === "reject") void Promise.reject(new Error("Nobody waits for this."));
  if (prompt === "throw") setImmediate(() => fail());
  return succeed(request, signal);
});

function observe({ id }: { readonly id: string }): void {
  if (id === "unobservable") throw new Error("Nobody observes this.");
}

function fail(): never {
  throw new Error("Nobody called this.");
}

await runGateway({
  workers: 1,
  drain: { timeout: 10_000 },
  start: async () => {
    const { url, drain } = await startTestGateway({ deployment, observe });
    return { url, drain, prepare: fail };
  },
  configureWorkers() {
    throw new Error("There are no workers.");
  },
  readAgain: async () => {
    throw new Error("There is no file.");
  },
  reloadMetrics: new ReloadMetrics(),
  greet: (url) => console.log(url),
  logger: createLogs({ level: "info" }).logger,
});
