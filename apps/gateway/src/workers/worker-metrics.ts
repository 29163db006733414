import cluster from "node:cluster";
import { AggregatorRegistry, type Registry } from "prom-client";
import { isOurs, type MessageFromWorker, type MessageToWorker } from "./messages.ts";

/** Collects metrics: in a worker, those of all workers together, which the first process adds up. */
export function collectMetrics(registry: Registry): () => Promise<string> {
  if (!cluster.isWorker) return () => registry.metrics();
  AggregatorRegistry.setRegistries(registry);
  // Only made, it answers when the first process asks.
  new AggregatorRegistry();

  const waiting = new Map<number, PromiseWithResolvers<string>>();
  let lastId = 0;
  process.on("message", (message) => {
    if (!isOurs<MessageToWorker>(message) || !("id" in message)) return;
    if (message.kind === "metrics") waiting.get(message.id)?.resolve(message.text);
    else waiting.get(message.id)?.reject(new Error(`No metrics from the other workers: ${message.reason}`));
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

/** Adds up, in the first process, what workers have collected. */
export function addUpMetrics(): void {
  const registry = new AggregatorRegistry();
  cluster.on("message", (worker, message: unknown) => {
    if (!isOurs<MessageFromWorker>(message) || message.kind !== "collect metrics") return;
    const { id } = message;
    const answer = (answer: MessageToWorker) => worker.isConnected() && worker.send(answer);
    registry.clusterMetrics().then(
      (text) => answer({ kind: "metrics", id, text }),
      (error: Error) => answer({ kind: "no metrics", id, reason: error.message }),
    );
  });
}
