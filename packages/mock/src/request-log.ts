import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

/** A request that the mock received. */
export interface LoggedRequest {
  /** The time when its body had arrived, in ISO 8601 and UTC. */
  readonly receivedAt: string;
  readonly method: string;
  /**
   * The request target as it was sent, usually a path and a query. `***` replaces the values of query parameters that hold
   * secrets, and a user and password before the host.
   */
  readonly url: string;
  /** Values by lower-case name. `***` replaces secrets, but not a scheme before them: `Bearer ***`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON document, or the text if it is not JSON or is nested more than 1,000 levels deep. Absent if it is empty. */
  readonly body?: unknown;
}

interface Entry {
  readonly receivedAt: Date;
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const maxRequests = 1000;
const maxBytes = 16 * 2 ** 20;
const maxDepth = 1000;

/** The last 1,000 requests, or fewer if the bodies of 1,000 would exceed 16 MiB. */
export class RequestLog {
  #entries: Entry[] = [];
  #bytes = 0;

  add({ method = "", url = "", headers }: IncomingMessage, body: Buffer): void {
    this.#entries.push({ receivedAt: new Date(), method, url, headers, body });
    this.#bytes += body.length;
    while (this.#entries.length > maxRequests || this.#bytes > maxBytes) {
      this.#bytes -= this.#entries.shift()?.body.length ?? 0;
    }
  }

  /** Lists the requests in the order of arrival. They are parsed and masked only now, because most are never listed. */
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

/** Matches the name of a header or query parameter that holds a secret. */
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

/**
 * Returns true if a function that recurses over `document`, such as `JSON.stringify`, may overflow the stack. `JSON.parse` does
 * not recurse and accepts any depth.
 */
function isDeep(document: unknown): boolean {
  let level = [document];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) return true;
    level = level.flatMap((value) =>
      typeof value === "object" && value !== null ? Object.values(value) : [],
    );
  }
  return false;
}
