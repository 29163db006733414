import type { Socket } from "node:net";
import type { buildConnector } from "undici";
import { markWaiting } from "./reused-connections.ts";

/**
 * Opens connections ahead for a server that closes each of its connections after a response, as llama.cpp's does after
 * a stream. When the server ends a connection, another is opened at once, so the next request need not wait for it. Once that
 * has happened, another is opened as soon as a response begins, because the next request may follow at once. At most one
 * connection waits at a time, and nothing is opened for one that was never used.
 *
 * @param connect - opens a connection.
 * @param patience - milliseconds for which a connection waits for a request. Servers close idle ones after 5 seconds or more.
 */
export function connectAhead(connect: buildConnector.connector, patience = 2_000): buildConnector.connector {
  let spare: Socket | undefined;
  let isOpening = false;
  let hasEnded = false;

  function open(options: buildConnector.Options): void {
    if (spare || isOpening) return;
    isOpening = true;
    connect(options, (_failure, socket) => {
      isOpening = false;
      // The next request opens a connection itself, and reports what is wrong.
      if (!socket) return;
      spare = socket;
      markWaiting(socket);
      const forget = (): void => {
        if (spare === socket) spare = undefined;
      };
      socket.setTimeout(patience, () => socket.destroy());
      socket.unref().once("end", forget).once("error", forget).once("close", forget);
    });
  }

  return (options, callback) => {
    const socket = spare;
    spare = undefined;
    const onConnect: buildConnector.Callback = (...result) => {
      const [, used] = result;
      if (hasEnded) used?.once("readable", () => open(options));
      used?.once("end", () => {
        hasEnded = true;
        open(options);
      });
      callback(...result);
    };
    if (socket?.writable) {
      socket.ref().setTimeout(0);
      // undici does not expect a connection before the next turn.
      queueMicrotask(() => onConnect(null, socket));
    } else {
      connect(options, onConnect);
    }
  };
}
