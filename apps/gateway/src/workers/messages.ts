/** What the first process tells a worker. */
export type MessageToWorker =
  | { readonly kind: "drain" }
  | { readonly kind: "reload" }
  | { readonly kind: "metrics"; readonly id: number; readonly text: string }
  | { readonly kind: "no metrics"; readonly id: number; readonly reason: string };

/** What a worker tells the first process. */
export type MessageFromWorker =
  | { readonly kind: "serving"; readonly url: string }
  /** It cannot serve; `error` has what `node:net` says beside its message. */
  | { readonly kind: "failed"; readonly message: string; readonly error: object }
  | { readonly kind: "collect metrics"; readonly id: number };

/** Whether a message is one of these: the libraries that count for all workers send some of their own. */
export function isOurs<Message extends MessageToWorker | MessageFromWorker>(
  message: unknown,
): message is Message {
  return typeof message === "object" && message !== null && "kind" in message;
}
