import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

/** A request that the mock was sent. */
export interface LoggedRequest {
  /** When it came: ISO 8601, UTC. */
  readonly receivedAt: string;
  readonly method: string;
  /** The target as it was sent, path and query; the values of query parameters that hold secrets are `***`. */
  readonly url: string;
  /** Their names in lower case; the values of those that hold secrets are `***`, after the scheme. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * The JSON document that was sent, or the text where it is none or is nested over 1,000 deep. Absent where it is empty
   * or was not read.
   */
  readonly body?: unknown;
}

interface Entry {
  readonly receivedAt: Date;
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const mostRequests = 1000;
const mostBytes = 16 * 2 ** 20;
const deepest = 1000;

/** The last 1,000 requests, or as many of them as have 16 MiB of bodies. */
export class RequestLog {
  #entries: Entry[] = [];
  #bytes = 0;

  add({ method = "", url = "", headers }: IncomingMessage, body: Buffer): void {
    this.#entries.push({ receivedAt: new Date(), method, url, headers, body });
    this.#bytes += body.length;
    while (this.#entries.length > mostRequests || this.#bytes > mostBytes) {
      this.#bytes -= this.#entries.shift()?.body.length ?? 0;
    }
  }

  /** In the order in which they came. Made only here, since most are never asked for. */
  list(): LoggedRequest[] {
    return this.#entries.map(({ receivedAt, method, url, headers, body }) => ({
      receivedAt: receivedAt.toISOString(),
      method,
      url: maskUrl(url),
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, maskHeader(name, String(value))]),
      ),
      ...(body.length > 0 && { body: parseBody(new TextDecoder().decode(body)) }),
    }));
  }

  clear(): void {
    this.#entries = [];
    this.#bytes = 0;
  }
}

/** Of a header or query parameter. */
const secretName = /authorization|cookie|key|password|secret|sig|token/i;

function maskHeader(name: string, value: string): string {
  if (!secretName.test(name)) return value;
  const [scheme = ""] = /^(?:Basic|Bearer:?) /i.exec(value) ?? [];
  return `${scheme}***`;
}

function maskUrl(url: string): string {
  return url
    .replace(/^(\w+:\/\/)[^/@]*@/, "$1***@")
    .replaceAll(/([?&]([^=&]*)=)[^&]*/g, (pair, start: string, name: string) =>
      secretName.test(name) ? `${start}***` : pair,
    );
}

function parseBody(text: string): unknown {
  try {
    const document: unknown = JSON.parse(text);
    return isDeep(document) ? text : document;
  } catch {
    return text;
  }
}

/** Whether what recurses over `document`, such as `JSON.stringify`, might not come to an end: `JSON.parse` does not recurse. */
function isDeep(document: unknown): boolean {
  let level = [document];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return true;
    level = level.flatMap((value) =>
      typeof value === "object" && value !== null ? Object.values(value) : [],
    );
  }
  return false;
}
