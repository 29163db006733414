import { isObject } from "./is-object.ts";
import { readBody } from "./read-body.ts";
import type { RecordedExchange, RecordedResponse } from "./recorded-exchange.ts";
import { SecretFilter } from "./secret-filter.ts";

/** An exchange that some program recorded. */
export interface HarEntry {
  /** The place of the entry in the file, from 1. */
  readonly number: number;
  /** Without the secrets that the file may contain. */
  readonly exchange: RecordedExchange;
  /** The request's body as it was sent. Undefined if it has none. */
  readonly requestBody: Uint8Array | undefined;
  readonly responseBody: Uint8Array<ArrayBuffer>;
  /** The reason why the exchange cannot be judged: a part of it was not recorded. */
  readonly gap?: string;
  /** Hides the request's secrets in a text. */
  readonly hide: (text: string) => string;
}

/** A file that is not an HTTP Archive. */
export class UnreadableHar extends Error {
  override readonly name = "UnreadableHar";
}

/**
 * Reads an HTTP Archive, as browsers, proxies and other tools write it. What the format requires may be missing, since tools
 * leave out much of it. Entries without a URL are skipped.
 *
 * @throws UnreadableHar
 */
export function readHar(text: string): readonly HarEntry[] {
  let har: unknown;
  try {
    // Some tools begin the file with a byte order mark.
    har = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw new UnreadableHar("It is not JSON, so it is not an HTTP Archive.");
  }
  const log = isObject(har) && isObject(har.log) ? har.log : {};
  if (!Array.isArray(log.entries))
    throw new UnreadableHar("It is not an HTTP Archive: the list log.entries is missing.");
  return log.entries.flatMap((entry, index) => readEntry(entry, index + 1) ?? []);
}

function readEntry(entry: unknown, number: number): HarEntry | undefined {
  if (!isObject(entry) || !isObject(entry.request) || !URL.canParse(toText(entry.request.url)))
    return undefined;
  const { request } = entry;
  const response = isObject(entry.response) ? entry.response : {};
  const headers = { request: readHeaders(request.headers), response: readHeaders(response.headers) };
  const sent = readBody({ content: request.postData, size: request.bodySize, headers: headers.request });
  const content = isObject(response.content) ? response.content : {};
  const received = readBody({ content, size: content.size, headers: headers.response });
  const secrets = new SecretFilter(headers.request);
  const status = toStatus(response.status);
  const error = findError(entry, response);
  const time = toNumber(entry.time);
  const shown = new TextDecoder().decode(received.bytes);
  const gap = error ?? findGap({ status, method: toText(request.method), headers, sent, received });
  return {
    number,
    exchange: {
      startedAt: Date.parse(toText(entry.startedDateTime)) || 0,
      request: {
        method: toText(request.method),
        url: secrets.hideInUrl(toText(request.url)),
        headers: secrets.hideInHeaders(headers.request),
        ...(sent.bytes.length > 0 && { body: secrets.hide(new TextDecoder().decode(sent.bytes)) }),
      },
      ...(status > 0 && {
        response: {
          status,
          headers: secrets.hideInHeaders(withContentType(headers.response, content.mimeType)),
          pieces: readPieces(entry._pieces ?? entry._events, shown, time).map(({ at, text }) => ({
            at,
            text: secrets.hide(text),
          })),
        },
      }),
      headAt: findHeadTime(entry.timings, time),
      durationMs: time,
      ...(error !== undefined && { error }),
    },
    requestBody: sent.isRecorded && sent.bytes.length > 0 ? sent.bytes : undefined,
    responseBody: received.bytes,
    ...(gap !== undefined && { gap }),
    hide: (text) => secrets.hide(text),
  };
}

type Headers = RecordedResponse["headers"];

function readHeaders(list: unknown): Headers {
  if (!Array.isArray(list)) return [];
  return list.flatMap((header: unknown) => {
    // For HTTP/2, browsers also write pseudo-headers such as `:authority`.
    if (!isObject(header) || !/^[!#$%&'*+.^`|~\w-]+$/.test(toText(header.name))) return [];
    // Chrome joins headers of one name by line feeds.
    return toText(header.value)
      .split("\n")
      .map((value) => [toText(header.name).toLowerCase(), value.trim()] as const);
  });
}

function withContentType(headers: Headers, mimeType: unknown): Headers {
  if (headers.length === 0 || headers.some(([name]) => name === "content-type")) return headers;
  return typeof mimeType === "string" && mimeType !== "" ? [...headers, ["content-type", mimeType]] : headers;
}

/** Finds the reason why a client did not read a response to its end. */
function findError(
  { _error, comment, _charlesStatus }: Record<string, unknown>,
  response: Record<string, unknown>,
): string | undefined {
  for (const error of [_error, response._error]) {
    if (typeof error === "string" && error !== "") return `the exchange failed: ${error}`;
  }
  if (typeof _charlesStatus === "string" && _charlesStatus !== "COMPLETE")
    return `the exchange failed: ${_charlesStatus}`;
  // Such as those of this project's mock.
  if (typeof comment === "string" && /\b(?:abort|cancel|client left|truncate|truncation)/i.test(comment))
    return comment;
  return undefined;
}

function findGap({
  status,
  method,
  headers,
  sent,
  received,
}: {
  readonly status: number;
  readonly method: string;
  readonly headers: { readonly response: Headers };
  readonly sent: ReturnType<typeof readBody>;
  readonly received: ReturnType<typeof readBody>;
}): string | undefined {
  if (status < 200 || status > 599) return `no final response is recorded, only the status ${status}`;
  if (headers.response.length === 0) return "the headers of the response are not recorded";
  if (method === "POST" && sent.gap !== undefined) return `the body of the request ${sent.gap}`;
  return received.gap === undefined ? undefined : `the body of the response ${received.gap}`;
}

/** Reads the pieces of a body, as this project records them. Other tools record only the whole. */
function readPieces(pieces: unknown, whole: string, time: number): RecordedResponse["pieces"] {
  const list = Array.isArray(pieces) ? pieces.filter(isObject) : [];
  const read = list.map(({ at, text }) => ({ at: toNumber(at), text: toText(text) }));
  if (read.map(({ text }) => text).join("") === whole && whole !== "") return read;
  return whole === "" ? [] : [{ at: time, text: whole }];
}

function findHeadTime(timings: unknown, time: number): number {
  if (!isObject(timings)) return time;
  // `connect` includes `ssl`. A step that did not take place is -1.
  const steps = [timings.blocked, timings.dns, timings.connect, timings.send, timings.wait];
  return Math.min(
    time,
    steps.reduce<number>((sum, step) => sum + toNumber(step), 0),
  );
}

function toNumber(value: unknown): number {
  // JSON has numbers that are too large for a computer, such as 1e400.
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : 0;
}

/** Some tools write the status as a string. */
function toStatus(value: unknown): number {
  const isStatus = typeof value === "number" || typeof value === "string";
  return isStatus && Number.isInteger(Number(value)) ? Number(value) : 0;
}

function toText(value: unknown): string {
  return typeof value === "string" ? value : "";
}
