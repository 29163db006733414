/** A message from the primary process to a worker. */
export type MessageToWorker =
  | { readonly kind: "drain" }
  | { readonly kind: "reload" }
  | { readonly kind: "metrics"; readonly id: number; readonly text: string }
  | { readonly kind: "no metrics"; readonly id: number; readonly reason: string };

/** A message from a worker to the primary process. */
export type MessageFromWorker =
  | { readonly kind: "serving"; readonly url: string }
  /** The worker cannot serve. `error` has the properties of the error besides its message. */
  | { readonly kind: "failed"; readonly message: string; readonly error: object }
  | { readonly kind: "collect metrics"; readonly id: number };

/** Returns whether a message is one of these. The libraries that count for all workers send messages of their own. */
export function isGatewayMessage<Message extends MessageToWorker | MessageFromWorker>(
  message: unknown,
): message is Message {
  return typeof message === "object" && message !== null && "kind" in message;
}
