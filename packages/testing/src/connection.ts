import { once } from "node:events";
import { connect, type Socket, type TcpNetConnectOpts } from "node:net";

/** A server on this machine. */
interface Server {
  readonly url: string;
}

/** Opens a TCP connection, which takes any bytes. */
export async function openConnection(
  { url }: Server,
  options: Partial<TcpNetConnectOpts> = {},
): Promise<Socket> {
  const { hostname: host, port } = new URL(url);
  const socket = connect({ ...options, host, port: Number(port) });
  await once(socket, "connect");
  return socket;
}

/**
 * Collects the bytes that a connection receives.
 *
 * @returns the bytes so far, and all of them once the connection is closed or reset.
 */
export function receive(socket: Socket): { received: Buffer[]; closed: Promise<Buffer> } {
  const received: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => received.push(chunk));
  // Bytes that arrived before a reset still count.
  socket.on("error", () => {});
  const closed = new Promise<Buffer>((resolve) => {
    socket.once("close", () => resolve(Buffer.concat(received)));
  });
  return { received, closed };
}

/** Sends bytes, half-closes the connection, and returns everything that the server sends before it closes its half. */
export async function sendRaw(server: Server, bytes: string | Uint8Array): Promise<Buffer> {
  const socket = await openConnection(server);
  const { closed } = receive(socket);
  socket.end(bytes);
  return closed;
}
