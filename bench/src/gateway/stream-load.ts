/**
 * Keeps streams open, as many as there are connections, for some seconds, and tells how many events came in each. On bare
 * sockets, so that there is little beside the servers that takes time. It is told what to do by a message.
 */
import { connect } from "node:net";
import { eventCount } from "./stream.ts";

/** What is to be sent where, and for how long. */
export interface StreamLoad {
  readonly port: number;
  /** A whole request, its head and body. */
  readonly request: string;
  readonly connections: number;
  readonly seconds: number;
}

const lastChunk = "0\r\n\r\n";

process.once("message", async (load: StreamLoad) => {
  const start = performance.now();
  const until = start + load.seconds * 1000;
  const counts = await Promise.all(Array.from({ length: load.connections }, () => readStreams(load, until)));
  const streams = counts.reduce((sum, count) => sum + count, 0);
  process.send?.((streams / (performance.now() - start)) * 1000);
  process.disconnect();
});

/** Sends a request after the other on one connection, and returns how many streams came whole. */
function readStreams({ port, request }: StreamLoad, until: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    let streams = 0;
    let received = "";
    socket.setEncoding("latin1");
    socket.on("connect", () => socket.write(request));
    socket.on("data", (piece: string) => {
      received += piece;
      if (!received.endsWith(lastChunk)) return;
      const events = received.split("data: ").length - 1;
      if (events !== eventCount + 1) {
        reject(new Error(`A stream had ${events} events, not ${eventCount} and [DONE]: ${received}`));
        socket.destroy();
        return;
      }
      received = "";
      streams += 1;
      if (performance.now() < until) socket.write(request);
      else socket.end(() => resolve(streams));
    });
    socket.on("error", reject);
    socket.on("end", () => reject(new Error(`The server closed a connection after: ${received}`)));
  });
}
