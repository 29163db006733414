import cluster from "node:cluster";
import { AggregatorRegistry, type Registry } from "prom-client";
import { isGatewayMessage, type MessageFromWorker, type MessageToWorker } from "./messages.ts";

/** Returns a function that collects metrics. In a worker it collects those of all workers, added up by the primary process. */
export function collectMetrics(registry: Registry): () => Promise<string> {
  if (!cluster.isWorker) return () => registry.metrics();
  AggregatorRegistry.setRegistries(registry);
  // Creating it is enough to answer requests from the primary process.
  new AggregatorRegistry();

  const waiting = new Map<number, PromiseWithResolvers<string>>();
  let lastId = 0;
  process.on("message", (message) => {
    if (!isGatewayMessage<MessageToWorker>(message) || !("id" in message)) return;
    if (message.kind === "metrics") waiting.get(message.id)?.resolve(message.text);
    else
      waiting
        .get(message.id)
        ?.reject(new Error(`Cannot collect the other workers' metrics: ${message.reason}`));
    waiting.delete(message.id);
  });
  return () => {
    lastId += 1;
    const answer = Promise.withResolvers<string>();
    waiting.set(lastId, answer);
    process.send?.({ kind: "collect metrics", id: lastId } satisfies MessageFromWorker);
    return answer.promise;
  };
}

/** Adds up the metrics of all workers whenever one asks. For the primary process. */
export function aggregateMetrics(): void {
  const registry = new AggregatorRegistry();
  cluster.on("message", (worker, message: unknown) => {
    if (!isGatewayMessage<MessageFromWorker>(message) || message.kind !== "collect metrics") return;
    const { id } = message;
    const answer = (answer: MessageToWorker) => worker.isConnected() && worker.send(answer);
    registry.clusterMetrics().then(
      (text) => answer({ kind: "metrics", id, text }),
      (error: Error) => answer({ kind: "no metrics", id, reason: error.message }),
    );
  });
}
