/**
 * Reads streams on several connections for some seconds, and answers with the number of whole streams a second. It uses bare
 * sockets, so that it needs less processor time than any server.
 */
import { connect } from "node:net";
import { eventCount } from "./stream.ts";

/** The request to repeat, where to send it, and for how long. */
export interface StreamLoad {
  readonly port: number;
  /** The head and body of a request. */
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
});

/** Repeats a request on one connection, and returns the number of whole streams. */
function readStreams({ port, request }: StreamLoad, until: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    let streams = 0;
    let received = "";
    socket.setEncoding("latin1");
    socket.on("connect", () => socket.write(request));
    socket.on("data", (chunk: string) => {
      received += chunk;
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
