import cluster from "node:cluster";
import { MemoryLedger } from "../limits/memory-ledger.ts";
import { isGatewayMessage, type MessageFromWorker, tellWorker } from "./messages.ts";

/** Counts for all workers together. For the primary process. */
export function countForWorkers(): void {
  const ledger = new MemoryLedger();
  cluster.on("message", async (worker, message: unknown) => {
    if (!isGatewayMessage<MessageFromWorker>(message)) return;
    if (message.kind === "take") {
      const taking = await ledger.take(message.charges);
      tellWorker(worker, { kind: "counts", id: message.id, taking });
    } else if (message.kind === "correct") {
      await ledger.correct(message.corrections);
    } else if (message.kind === "read counts") {
      const counts = await ledger.read(message.keys);
      tellWorker(worker, { kind: "counts", id: message.id, taking: { taken: false, counts } });
    }
  });
}
