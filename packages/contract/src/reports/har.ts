import { STATUS_CODES } from "node:http";
import {
  bodyOf,
  type RecordedExchange,
  type RecordedRequest,
  type RecordedResponse,
} from "@completions-api/protocol/recorded";
import packageJson from "../../package.json" with { type: "json" };
import type { CaseResult, RunResult } from "../results.ts";

/** An HTTP Archive, version 1.2 (http://www.softwareishard.com/blog/har-12-spec/). Times are in milliseconds. */
export interface Har {
  readonly log: {
    readonly version: "1.2";
    readonly creator: { readonly name: string; readonly version: string };
    readonly pages: readonly HarPage[];
    readonly entries: readonly HarEntry[];
  };
}

/** A case. Viewers list entries under the page to which they belong. */
interface HarPage {
  readonly id: string;
  readonly title: string;
  readonly startedDateTime: string;
  readonly pageTimings: Readonly<Record<string, never>>;
  readonly comment: string;
}

/** An exchange. The format lets programs add properties that begin with `_`. */
interface HarEntry {
  readonly pageref: string;
  readonly startedDateTime: string;
  readonly time: number;
  readonly request: HarRequest;
  readonly response: HarResponse;
  readonly cache: Readonly<Record<string, never>>;
  readonly timings: { readonly send: number; readonly wait: number; readonly receive: number };
  /** The pieces of the response's body, with their times, counted from the beginning of the request. */
  readonly _pieces: RecordedResponse["pieces"];
  /** The reason why the response is missing or incomplete; Chrome and mitmproxy name it so. */
  readonly _error?: string;
}

interface HarMessage {
  readonly httpVersion: "HTTP/1.1";
  readonly cookies: readonly never[];
  readonly headers: readonly NameAndValue[];
  /** -1, because nobody counts it. */
  readonly headersSize: -1;
  readonly bodySize: number;
}

interface HarRequest extends HarMessage {
  readonly method: string;
  readonly url: string;
  readonly queryString: readonly NameAndValue[];
  readonly postData?: { readonly mimeType: string; readonly text: string };
}

interface HarResponse extends HarMessage {
  /** 0 if the server sent no response. */
  readonly status: number;
  readonly statusText: string;
  readonly content: { readonly size: number; readonly mimeType: string; readonly text: string };
  readonly redirectURL: string;
}

interface NameAndValue {
  readonly name: string;
  readonly value: string;
}

/** Formats every exchange of a run as an archive, in the order in which they began. Each case is a page of it. */
export function toHar({ results, version }: RunResult): Har {
  const { name } = packageJson;
  const entries = results.flatMap(({ id, exchanges }) =>
    exchanges.map((exchange) => ({ startedAt: exchange.startedAt, entry: toEntry(id, exchange) })),
  );
  entries.sort((one, other) => one.startedAt - other.startedAt);
  return {
    log: {
      version: "1.2",
      creator: { name, version },
      pages: results.flatMap(toPages),
      entries: entries.map(({ entry }) => entry),
    },
  };
}

function toPages(result: CaseResult): HarPage[] {
  const { id, title, outcome, exchanges } = result;
  const [first] = exchanges;
  if (first === undefined) return [];
  const comment = "reason" in result ? `${outcome}: ${result.reason}` : outcome;
  return [{ id, title, startedDateTime: toDateTime(first.startedAt), pageTimings: {}, comment }];
}

function toEntry(pageref: string, exchange: RecordedExchange): HarEntry {
  const { startedAt, request, response, durationMs, headAt = durationMs, leftAt } = exchange;
  const error = leftAt === undefined ? exchange.error : "the client left before the end";
  return {
    pageref,
    startedDateTime: toDateTime(startedAt),
    time: durationMs,
    request: toRequest(request),
    response: toResponse(response, bodyOf(exchange)),
    cache: {},
    timings: { send: 0, wait: headAt, receive: durationMs - headAt },
    _pieces: response?.pieces ?? [],
    ...(error !== undefined && { _error: error }),
  };
}

function toDateTime(time: number): string {
  return new Date(time).toISOString();
}

function toRequest({ method, url, headers, body }: RecordedRequest): HarRequest {
  return {
    method,
    url,
    queryString: Array.from(new URL(url).searchParams, ([name, value]) => ({ name, value })),
    ...(body !== undefined && { postData: { mimeType: find(headers, "content-type"), text: body } }),
    ...toMessage(headers, body),
  };
}

function toResponse(response: RecordedResponse | undefined, text: string): HarResponse {
  const { status, headers } = response ?? { status: 0, headers: [] };
  const message = toMessage(headers, text);
  return {
    status,
    statusText: STATUS_CODES[status] ?? "",
    content: { size: message.bodySize, mimeType: find(headers, "content-type"), text },
    redirectURL: find(headers, "location"),
    ...message,
  };
}

function toMessage(headers: RecordedRequest["headers"], body = ""): HarMessage {
  return {
    httpVersion: "HTTP/1.1",
    cookies: [],
    headers: headers.map(([name, value]) => ({ name, value })),
    headersSize: -1,
    bodySize: Buffer.byteLength(body),
  };
}

function find(headers: RecordedRequest["headers"], wanted: string): string {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? "";
}
