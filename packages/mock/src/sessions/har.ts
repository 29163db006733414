import packageJson from "../../package.json" with { type: "json" };
import type { JournalEntry } from "./journal-entry.ts";
import type { LoggedRequest, LoggedResponse, LoggedWrite } from "./logged-request.ts";

/** An HTTP Archive, version 1.2 (http://www.softwareishard.com/blog/har-12-spec/): exchanges as developer tools save them. */
export interface Har {
  readonly log: {
    readonly version: "1.2";
    readonly creator: { readonly name: string; readonly version: string };
    readonly entries: readonly HarEntry[];
  };
}

/** A request and its response. */
export interface HarEntry {
  readonly startedDateTime: string;
  /** Milliseconds. */
  readonly time: number;
  readonly request: HarRequest;
  readonly response: HarResponse;
  readonly cache: Readonly<Record<string, never>>;
  /** Milliseconds. */
  readonly timings: { readonly send: number; readonly wait: number; readonly receive: number };
  readonly comment?: string;
  /** The events of a stream, with their times. The format lets programs add properties that begin with `_`. */
  readonly _events?: readonly LoggedWrite[];
}

interface HarMessage {
  readonly httpVersion: string;
  readonly cookies: readonly never[];
  readonly headers: readonly NameAndValue[];
  /** -1, because nobody counts it. */
  readonly headersSize: number;
  readonly bodySize: number;
}

interface HarRequest extends HarMessage {
  readonly method: string;
  readonly url: string;
  readonly queryString: readonly NameAndValue[];
  readonly postData?: { readonly mimeType: string; readonly text: string };
}

interface HarResponse extends HarMessage {
  /** 0 if the response has not begun. */
  readonly status: number;
  readonly statusText: string;
  readonly content: { readonly size: number; readonly mimeType: string; readonly text: string };
  readonly redirectURL: string;
}

interface NameAndValue {
  readonly name: string;
  readonly value: string;
}

/** Creates an archive of requests. */
export function createHar(entries: readonly HarEntry[]): Har {
  const { name, version } = packageJson;
  return { log: { version: "1.2", creator: { name, version }, entries } };
}

/**
 * Formats a request and its response for an archive.
 *
 * @param logged - the same entry of the journal, formatted.
 */
export function toHarEntry({ request: { body } }: JournalEntry, logged: LoggedRequest): HarEntry {
  const { response, clientLeftAt } = logged;
  const { writes = [], endedAt } = response ?? {};
  const begun = writes[0]?.at ?? endedAt ?? clientLeftAt ?? 0;
  const ended = endedAt ?? clientLeftAt ?? writes.at(-1)?.at ?? begun;
  const isStream = response?.headers["content-type"]?.startsWith("text/event-stream");
  return {
    startedDateTime: logged.receivedAt,
    time: ended,
    request: toHarRequest(logged, body),
    response: toHarResponse(response),
    cache: {},
    timings: { send: 0, wait: begun, receive: Math.max(0, ended - begun) },
    ...(clientLeftAt !== undefined && { comment: `The client left after ${clientLeftAt} ms.` }),
    ...(isStream && { _events: writes }),
  };
}

function toHarRequest({ method, url: target, headers }: LoggedRequest, body: Uint8Array): HarRequest {
  // A mock without a socket gets no `Host`, and the server accepts any.
  const host = URL.canParse(`http://${headers.host}`) ? headers.host : "mock.invalid";
  const url = target.startsWith("/") ? `http://${host}${target}` : target;
  const [, query] = url.split("?", 2);
  return {
    method,
    url,
    queryString: Array.from(new URLSearchParams(query), ([name, value]) => ({ name, value })),
    ...(body.length > 0 && {
      postData: { mimeType: headers["content-type"] ?? "", text: new TextDecoder().decode(body) },
    }),
    ...toHarMessage(headers, body.length),
  };
}

function toHarResponse({ status = 0, headers = {}, writes = [] }: Partial<LoggedResponse> = {}): HarResponse {
  const text = writes.map((write) => write.text).join("");
  const size = new TextEncoder().encode(text).length;
  return {
    status,
    statusText: "",
    content: { size, mimeType: headers["content-type"] ?? "", text },
    redirectURL: "",
    ...toHarMessage(headers, size),
  };
}

function toHarMessage(headers: Readonly<Record<string, string>>, bodySize: number): HarMessage {
  return {
    httpVersion: "HTTP/1.1",
    cookies: [],
    headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
    headersSize: -1,
    bodySize,
  };
}
