import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { isStream } from "./alter-json.ts";
import type { Alteration, DeliveredResponse, ProxiedResponse } from "./alteration.ts";

type Deliver = (to: ServerResponse, response: DeliveredResponse) => void | Promise<void>;

/** A server that sends these responses in its own way. */
export function delivers(
  deliver: Deliver,
  applies: (response: ProxiedResponse) => boolean = isCompletion,
): Alteration {
  return { deliver: (response) => (applies(response) ? deliver : undefined) };
}

/** A completion that is not streamed. */
export function isCompletion(response: ProxiedResponse): boolean {
  return response.status === 200 && !isStream(response);
}

export function isError({ status }: ProxiedResponse): boolean {
  return status >= 400;
}

/** Sends the head of a response, and these bytes as its whole body, whatever they are. */
export function sendRaw(
  to: ServerResponse,
  { status, headers }: DeliveredResponse,
  { body, framing }: { readonly body: Buffer | string; readonly framing: string },
): void {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const { socket } = to;
  socket?.write(`HTTP/1.1 ${status} Raw\r\n${lines.join("")}${framing}\r\n\r\n`);
  socket?.end(body);
}

/** A server whose bodies have another length than their header says. */
export function missesLength(
  difference: number,
  applies: (response: ProxiedResponse) => boolean = isCompletion,
): Alteration {
  return delivers(
    (to, response) =>
      sendRaw(to, response, {
        body: response.bytes,
        framing: `content-length: ${response.bytes.length + difference}`,
      }),
    applies,
  );
}

/** A server that compresses bodies, and alters what comes out. */
export function compresses(alter: (bytes: Buffer) => Buffer, encoding = "gzip"): Alteration {
  return delivers((to, { status, headers, bytes }) => {
    to.writeHead(status, { ...headers, "content-encoding": encoding }).end(alter(gzipSync(bytes)));
  });
}

/** A server that cuts off bodies of streams, or others, after a share of their bytes. */
export function cutsOff(share: number, applies: (response: ProxiedResponse) => boolean): Alteration {
  return delivers((to, { status, headers, bytes }) => {
    to.writeHead(status, headers);
    to.write(bytes.subarray(0, Math.floor(bytes.length * share)), () => to.destroy());
  }, applies);
}
