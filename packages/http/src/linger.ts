import type { Duplex } from "node:stream";

/** Milliseconds for which a client that has its response may go on sending before its connection is closed. */
export const lingerTimeout = 1000;

/** Drops what a connection still sends without parsing it: `node:http` takes microseconds for a chunk of one byte. */
export function dropUnparsed(socket: Duplex): void {
  socket.removeAllListeners("data");
  // A new listener also takes the connection back from the parser, which reads it without the socket's events.
  socket.on("data", () => {});
}

/**
 * Ends the server's side of a connection, and closes the whole connection once the client has ended its own or the time is up.
 * Closed at once, a connection with unread bytes is reset, and the reset can overtake the last response (RFC 9112, section 9.6).
 */
export function endAndLinger(socket: Duplex, lastBytes?: string): void {
  if (socket.destroyed || socket.writableEnded) return;
  socket.end(lastBytes);
  socket.resume();
  // `node:http` would keep each request that still arrives, and take seconds to abort 50,000 of them when the connection closes. In the
  // next turn, because a socket that `resume` has just restarted would stay unread.
  setImmediate(dropUnparsed, socket);
  const timer = setTimeout(() => socket.destroy(), lingerTimeout);
  socket.once("close", () => clearTimeout(timer));
}
