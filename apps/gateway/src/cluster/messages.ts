import type { Worker } from "node:cluster";
import type { Charge, Correction, Taking } from "../limits/ledger.ts";
import type { MetricsFormat } from "../telemetry/format-metrics.ts";
import type { MetricsSnapshot } from "../telemetry/metrics-snapshot.ts";
import type { ServedConfig } from "./served-config.ts";

/** A message from the primary process to a worker. */
export type MessageToWorker =
  /** The checked configuration to serve. */
  | { readonly kind: "start"; readonly config: ServedConfig }
  /** Another configuration to prepare for. Each reload has a number. */
  | { readonly kind: "prepare"; readonly reload: number; readonly config: ServedConfig }
  /** Tells the worker to serve the configuration that it has prepared, or to drop it. */
  | { readonly kind: "commit" | "discard"; readonly reload: number }
  | { readonly kind: "drain" }
  | { readonly kind: "counts"; readonly id: number; readonly taking: Taking }
  | { readonly kind: "report metrics" }
  | { readonly kind: "metrics"; readonly id: number; readonly text: string }
  | { readonly kind: "no metrics"; readonly id: number; readonly reason: string };

/** A message from a worker to the primary process. */
export type MessageFromWorker =
  /** The worker has loaded its code and waits for its configuration. */
  | { readonly kind: "loaded" }
  | { readonly kind: "alive" }
  | { readonly kind: "serving"; readonly url: string }
  | { readonly kind: "prepared" | "committed"; readonly reload: number }
  | { readonly kind: "not prepared" | "not committed"; readonly reload: number; readonly reason: string }
  /** The worker cannot serve. `error` has the properties of the error besides its message. */
  | { readonly kind: "failed"; readonly message: string; readonly error: object }
  | { readonly kind: "take"; readonly id: number; readonly charges: readonly Charge[] }
  | { readonly kind: "correct"; readonly corrections: readonly Correction[] }
  | { readonly kind: "read counts"; readonly id: number; readonly keys: readonly string[] }
  | { readonly kind: "metrics report"; readonly metrics: MetricsSnapshot }
  | { readonly kind: "collect metrics"; readonly id: number; readonly format: MetricsFormat };

/** Returns whether a message is one of these. Libraries may send messages of their own. */
export function isGatewayMessage<Message extends MessageToWorker | MessageFromWorker>(
  message: unknown,
): message is Message {
  return typeof message === "object" && message !== null && "kind" in message;
}

/** Sends a message to a worker, unless it has ended. */
export function tellWorker(worker: Worker, message: MessageToWorker): void {
  if (worker.isConnected()) worker.send(message);
}

/** Sends a message from this worker to the primary process. */
export function tellPrimary(message: MessageFromWorker, sent: () => void = () => {}): void {
  process.send?.(message, undefined, undefined, sent);
}
