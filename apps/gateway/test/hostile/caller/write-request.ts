import { type Bytes, toBuffer } from "../bytes.ts";
import type { EvilRequest } from "../hostile-case.ts";

const targets = {
  completions: "/completions?api-version=2024-04-01-preview",
  openai: "/v1/completions",
} as const;

/** The word by which the upstream knows the requests of evil callers. It must never be in a log. */
export const marker = "hostile";

/**
 * Writes a request.
 *
 * @param key - the API key, if the caller has one.
 */
export function writeRequest(request: EvilRequest, key: string | undefined): Buffer {
  const { face = "completions", method = "POST", target = targets[face], chunks, length } = request;
  const body = toBody(request.body ?? (method === "POST" ? { prompt: marker } : ""));
  const framing: Record<string, string> =
    chunks === undefined
      ? { "content-length": String(length ?? body.length) }
      : { "transfer-encoding": "chunked" };
  const headers: Record<string, string | null> = {
    host: "gateway",
    ...(key !== undefined && { authorization: `Bearer ${key}` }),
    ...(method === "POST" && { "content-type": "application/json" }),
    ...(method === "POST" && framing),
    ...request.headers,
  };
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    value === null ? [] : [`${name}: ${value}`],
  );
  const head = Buffer.from(`${[`${method} ${target} HTTP/1.1`, ...lines].join("\r\n")}\r\n\r\n`);
  return Buffer.concat([head, chunks === undefined ? body : toChunks(body, chunks)]);
}

function toBody(body: Bytes | Readonly<Record<string, unknown>>): Buffer {
  return typeof body === "string" || isPieces(body) ? toBuffer(body) : Buffer.from(JSON.stringify(body));
}

function isPieces(body: object): body is Exclude<Bytes, string> {
  return Array.isArray(body);
}

function toChunks(body: Buffer, size: number): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; at += size) {
    const part = body.subarray(at, at + size);
    parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from("\r\n"));
  }
  return Buffer.concat([...parts, Buffer.from("0\r\n\r\n")]);
}
