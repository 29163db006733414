import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { Mock } from "../../src/index.ts";
import { target } from "./ask.ts";
import type { Answer } from "./expect-answer.ts";

/** Opens a connection on which anything can be sent. */
export async function openConnection(mock: Pick<Mock, "url">, options = {}): Promise<Socket> {
  const { hostname: host, port } = new URL(mock.url);
  const socket = connect({ ...options, host, port: Number(port) });
  await once(socket, "connect");
  return socket;
}

/** A request for a completion, as text. */
export function formatRequest(body: object): string {
  const text = JSON.stringify(body);
  const head = [
    `POST ${target} HTTP/1.1`,
    "Host: localhost",
    "Authorization: Bearer abcde12345",
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(text)}`,
  ];
  return `${head.join("\r\n")}\r\n\r\n${text}`;
}

/** Sends bytes, ends the connection's sending side, and reads the answers until the other side is ended, too. */
export async function sendRaw(mock: Mock, bytes: string | Uint8Array): Promise<Buffer> {
  const socket = await openConnection(mock);
  // What was read before a reset still counts.
  socket.on("error", () => {});
  const closed = once(socket, "close");
  const chunks: Buffer[] = [];
  socket.on("data", (chunk) => chunks.push(chunk));
  socket.end(bytes);
  await closed;
  return Buffer.concat(chunks);
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
