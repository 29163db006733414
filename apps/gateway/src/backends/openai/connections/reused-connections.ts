import { subscribe } from "node:diagnostics_channel";
import type { DiagnosticsChannel } from "undici";

/** Something that sends a request, and wants to know on which connection. */
export interface RequestSender {
  /** True if the connection was open before the request came: its server may have closed it as the request was sent. */
  isOnReusedConnection: boolean;
}

/** Connections that have waited for a request. */
const waited = new WeakSet<object>();

let starting: RequestSender | undefined;

/**
 * Says which request undici is about to send, from its `onRequestStart`. undici reports the connection right after that, and
 * only on its diagnostics channel.
 */
export function startRequest(sender: RequestSender): void {
  starting = sender;
}

/** Records that a connection is open before there is a request for it. */
export function markWaiting(socket: object): void {
  waited.add(socket);
}

subscribe("undici:client:sendHeaders", (message) => {
  // The channels of Node.js have no types, but undici documents its messages.
  const { socket } = message as DiagnosticsChannel.ClientSendHeadersMessage;
  if (starting) starting.isOnReusedConnection = waited.has(socket);
  starting = undefined;
  // It waits for the next request after this one.
  waited.add(socket);
});
