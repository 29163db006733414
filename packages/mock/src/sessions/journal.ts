import type { ChosenResponse } from "../choose-response.ts";
import type { CompletionCall } from "../mock-operation.ts";
import type { MockRequest } from "../mock-request.ts";
import { isDeep } from "./is-deep.ts";
import { maskHeader, maskUrl } from "./mask-secrets.ts";

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

/** A request and the response to it, as far as it has been sent. */
export class JournalEntry {
  readonly receivedAt: number = Date.now();
  readonly request: MockRequest;
  /** The valid request for a completion, if it is one. */
  call: CompletionCall | undefined;
  /** What decided the response. */
  chosen: Pick<ChosenResponse, "source" | "replyId"> | undefined;

  constructor(request: MockRequest) {
    this.request = request;
  }
}

const maxRequests = 1000;
const maxBytes = 16 * 2 ** 20;

/** The last 1,000 requests of a session, or fewer if the bodies of 1,000 would exceed 16 MiB. */
export class Journal {
  #entries: JournalEntry[] = [];
  #bytes = 0;

  /** Adds a request whose body has arrived. */
  add(request: MockRequest): JournalEntry {
    const entry = new JournalEntry(request);
    this.#entries.push(entry);
    this.#bytes += request.body.length;
    while (this.#entries.length > maxRequests || this.#bytes > maxBytes) {
      this.#bytes -= this.#entries.shift()?.request.body.length ?? 0;
    }
    return entry;
  }

  /** Lists the requests in the order of arrival. They are parsed and masked only now, because most are never listed. */
  list(): LoggedRequest[] {
    return this.#entries.map(({ receivedAt, request: { method, target, headers, body } }) => ({
      receivedAt: new Date(receivedAt).toISOString(),
      method,
      url: maskUrl(target),
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, values = []]) => [name, maskHeader(name, values.join(", "))]),
      ),
      ...(body.length > 0 && { body: parseBody(new TextDecoder().decode(body)) }),
    }));
  }

  clear(): void {
    this.#entries = [];
    this.#bytes = 0;
  }
}

function parseBody(text: string): unknown {
  try {
    const document: unknown = JSON.parse(text);
    return isDeep(document) ? text : document;
  } catch {
    return text;
  }
}
