import { type Follower, unfollow } from "./caller-signals.ts";

/** A stream that was handed to its caller. None of these may lead back to the call, or it would never be collected. */
interface HandedOut {
  readonly signals: readonly (AbortSignal | undefined)[];
  readonly follower: Follower;
  readonly body: Pick<ReadableStreamDefaultReader, "cancel">;
}

/**
 * Cleans up after streams that were dropped unread, once they are collected as garbage: closes the connection, and removes the
 * listeners from the caller's signals, which may live much longer. Undefined in workers without `FinalizationRegistry`.
 */
export const droppedStreams: FinalizationRegistry<HandedOut> | undefined =
  globalThis.FinalizationRegistry &&
  /* @__PURE__ */ new FinalizationRegistry(({ signals, follower, body }) => {
    for (const signal of signals) if (signal) unfollow(signal, follower);
    body.cancel().catch(() => {});
  });
