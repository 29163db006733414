import cluster from "node:cluster";
import type { Registry } from "prom-client";
import { formatMetrics, type MetricsFormat } from "../telemetry/format-metrics.ts";
import { isGatewayMessage, type MessageToWorker, tellPrimary } from "./messages.ts";

/** Returns a function that collects metrics as text. In a worker it collects those of all workers, added up by the primary process. */
export function collectMetrics(registry: Registry): (format: MetricsFormat) => Promise<string> {
  if (!cluster.isWorker) return async (format) => formatMetrics(await registry.getMetricsAsJSON(), format);

  const waiting = new Map<number, PromiseWithResolvers<string>>();
  let lastId = 0;
  process.on("message", (message) => {
    if (!isGatewayMessage<MessageToWorker>(message)) return;
    if (message.kind === "report metrics") void report(registry);
    if (message.kind !== "metrics" && message.kind !== "no metrics") return;
    const answer = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === "metrics") answer?.resolve(message.text);
    else answer?.reject(new Error(`Cannot collect the other workers' metrics: ${message.reason}`));
  });
  return (format) => {
    lastId += 1;
    const answer = Promise.withResolvers<string>();
    waiting.set(lastId, answer);
    tellPrimary({ kind: "collect metrics", id: lastId, format });
    return answer.promise;
  };
}

async function report(registry: Registry): Promise<void> {
  tellPrimary({ kind: "metrics report", metrics: await registry.getMetricsAsJSON() });
}
