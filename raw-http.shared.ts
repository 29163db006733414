import { once } from "node:events";
import { connect, type Socket, type TcpNetConnectOpts } from "node:net";

/** An answer, however it was read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** What serves. */
interface Server {
  readonly url: string;
}

/** Opens a connection on which anything can be sent. */
export async function openConnection(
  { url }: Server,
  options: Partial<TcpNetConnectOpts> = {},
): Promise<Socket> {
  const { hostname: host, port } = new URL(url);
  const socket = connect({ ...options, host, port: Number(port) });
  await once(socket, "connect");
  return socket;
}

/** Reads what comes, until the connection is closed. */
export function collect(socket: Socket): { received: Buffer[]; closed: Promise<Buffer> } {
  const received: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => received.push(chunk));
  // What was read before a reset still counts.
  socket.on("error", () => {});
  const closed = new Promise<Buffer>((resolve) => {
    socket.once("close", () => resolve(Buffer.concat(received)));
  });
  return { received, closed };
}

/** Sends bytes, ends the connection's sending side, and reads the answers until the other side is ended, too. */
export async function sendRaw(server: Server, bytes: string | Uint8Array): Promise<Buffer> {
  const socket = await openConnection(server);
  const { closed } = collect(socket);
  socket.end(bytes);
  return closed;
}

/** Takes the answers apart that a connection carried. */
export function parseAnswers(bytes: Buffer): Answer[] {
  const answers: Answer[] = [];
  let rest = bytes;
  while (rest.length > 0) {
    const headEnd = rest.indexOf("\r\n\r\n");
    const [statusLine = "", ...lines] = rest.subarray(0, headEnd).toString("latin1").split("\r\n");
    const headers = new Headers(
      lines.map((line): [string, string] => [
        line.split(": ", 1)[0] ?? "",
        line.slice(line.indexOf(": ") + 2),
      ]),
    );
    rest = rest.subarray(headEnd + 4);
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1]);
    if (status === 100) continue;
    const { body, rest: after } = readBody(headers, rest);
    answers.push({ status, headers, body: body.toString() });
    rest = after;
  }
  return answers;
}

function readBody(headers: Headers, bytes: Buffer): { body: Buffer; rest: Buffer } {
  const length = headers.get("content-length");
  if (length !== null) {
    return { body: bytes.subarray(0, Number(length)), rest: bytes.subarray(Number(length)) };
  }
  const chunks: Buffer[] = [];
  for (let rest = bytes; ; ) {
    const lineEnd = rest.indexOf("\r\n");
    const size = Number.parseInt(rest.subarray(0, lineEnd).toString(), 16);
    const start = lineEnd + 2;
    if (!Number.isInteger(size)) throw new Error("The answer is neither sized nor chunked.");
    chunks.push(rest.subarray(start, start + size));
    rest = rest.subarray(start + size + 2);
    if (size === 0) return { body: Buffer.concat(chunks), rest };
  }
}
