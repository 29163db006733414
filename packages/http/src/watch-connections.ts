import type { Socket } from "node:net";
import { type HttpError, otherError } from "@completions-api/protocol";
import type { Connection } from "./connection.ts";
import type { Pace } from "./progress.ts";

/** How fast clients must be. */
interface Paces {
  /** For data that waits for them. */
  readonly reading: Pace;
  /** For a body that they send. */
  readonly sending: Pace;
}

/**
 * Watches how fast clients read and send, with one timer for all connections. One that does not read is disconnected.
 *
 * @param onSlowBody - called for a connection on which a body stopped arriving, with a 408.
 * @returns the timer, to be cleared when the server is closed.
 */
export function watchConnections(
  connections: Iterable<Connection>,
  { reading, sending }: Paces,
  onSlowBody: (connection: Connection, error: HttpError) => void,
): NodeJS.Timeout {
  const check = (connection: Connection, now: number) => {
    const { socket, exchange } = connection;
    if (socket.writableLength === 0) connection.sending.reset();
    else if (connection.sending.isStalled(countSent(socket), now, reading)) socket.destroy();
    // A body that nobody reads waits for the server, not for the client.
    const isReceiving = exchange?.message.readableFlowing === true && !exchange.message.complete;
    if (!isReceiving) connection.receiving.reset();
    else if (connection.receiving.isStalled(socket.bytesRead, now, sending))
      onSlowBody(connection, requestTimeout());
  };
  const interval = Math.min(1000, reading.time / 4, sending.time / 4);
  return setInterval(() => {
    const now = performance.now();
    for (const connection of connections) check(connection, now);
  }, interval).unref();
}

/** Creates the 408 for a request that does not arrive in time. */
export function requestTimeout(): HttpError {
  return otherError("request_timeout", "The request took too long to arrive", {
    advice: "Send it faster.",
    retryAfter: 1,
  });
}

/**
 * Counts the bytes that the kernel has taken for the client. `bytesWritten` counts those that wait for the kernel, too, and
 * `writableLength` keeps all of a large write until its last byte has been taken.
 */
function countSent(socket: Socket): number {
  // Not in the documentation of `node:net`, which computes its own timeouts from it.
  const { _handle: handle } = socket as { _handle?: { readonly writeQueueSize?: number } | null };
  return socket.bytesWritten - (handle?.writeQueueSize ?? 0);
}
