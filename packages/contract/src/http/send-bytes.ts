import { connect, isIP } from "node:net";
import { connect as connectSecurely } from "node:tls";
import { ContractViolation, formatValue } from "../contract-violation.ts";
import type { CaseTarget } from "../target.ts";
import { createRequestSignal } from "./request-signal.ts";
import { limitResponse } from "./response-limit.ts";

/**
 * Sends bytes that an HTTP client would refuse to send.
 *
 * @returns the server's response. The server must close the connection after it.
 */
export function sendBytes(
  target: Pick<CaseTarget, "baseUrl" | "signal" | "timeout" | "recorder" | "budget">,
  bytes: string,
): Promise<Response> {
  target.budget?.take(0);
  const [, method = "", path = ""] = /^(\S+) (\S+)/.exec(bytes) ?? [];
  const request = { method, url: new URL(path, target.baseUrl).href, headers: [], body: bytes };
  return target.recorder.record(request, () => exchangeBytes(target, bytes));
}

async function exchangeBytes(
  target: Pick<CaseTarget, "baseUrl" | "signal" | "timeout">,
  bytes: string,
): Promise<Response> {
  const { protocol, hostname, port } = new URL(target.baseUrl);
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  const socket =
    protocol === "https:"
      ? connectSecurely({ host, port: Number(port || 443), ...(!isIP(host) && { servername: host }) })
      : connect({ host, port: Number(port || 80) });
  const signal = createRequestSignal(target);
  const abort = (): void => void socket.destroy(signal.reason);
  signal.addEventListener("abort", abort);
  if (signal.aborted) abort();
  const countBytes = limitResponse();
  const received: Buffer[] = [];
  try {
    socket.write(bytes);
    for await (const piece of socket as AsyncIterable<Buffer>) {
      countBytes(piece.length);
      received.push(piece);
    }
    return parseResponse(Buffer.concat(received).toString());
  } finally {
    signal.removeEventListener("abort", abort);
    socket.destroy();
  }
}

function parseResponse(text: string): Response {
  const [, status, head, body] = /^HTTP\/1\.1 ([2-5]\d\d)[^\r]*\r\n(.*?)\r\n\r\n(.*)$/s.exec(text) ?? [];
  if (status === undefined || head === undefined)
    throw new ContractViolation("an HTTP/1.1 response", formatValue(text));
  const headers = head.split("\r\n").map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  // A Buffer, since `Response` adds a content type to a string. With these statuses it accepts no body.
  const isEmpty = /^(?:204|205|304)$/.test(status);
  try {
    return new Response(isEmpty ? null : Buffer.from(body ?? ""), { status: Number(status), headers });
  } catch {
    throw new ContractViolation("valid headers", formatValue(head));
  }
}
