import type { FaceName } from "../faces/face-name.ts";
import type { MockRequest } from "../mock-request.ts";
import { createHar, type Har, toHarEntry } from "./har.ts";
import { JournalEntry } from "./journal-entry.ts";
import type { JournalSpace } from "./journal-space.ts";
import { type LoggedRequest, toLoggedRequest } from "./logged-request.ts";
import { type Mask, maskSecrets, revealSecrets } from "./mask-secrets.ts";
import { findRequestMismatch, formatMissed, type RequestMatcher } from "./request-matcher.ts";

/** Options of the journals of a mock. */
export interface JournalOptions {
  /** Shows secrets in headers and URLs instead of masking them. By default false. */
  readonly revealSecrets?: boolean;
  /** Called for each request once its response has ended or its client has left. Must not throw. */
  readonly observe?: (request: LoggedRequest) => void;
}

/** The most requests that a session keeps. */
const maxRequests = 1000;

/** In bytes: 16 MiB. */
const maxSize = 16 * 2 ** 20;

/** The last 1,000 requests of a session with their responses, or fewer if those would exceed 16 MiB. */
export class Journal {
  readonly #session: string;
  readonly #space: JournalSpace;
  readonly #mask: Mask;
  readonly #observe: JournalOptions["observe"];
  #entries: JournalEntry[] = [];
  #count = 0;
  #size = 0;
  /** The entries that `waitFor` has returned. */
  readonly #returned = new WeakSet<JournalEntry>();
  readonly #waiting = new Set<(entry: JournalEntry) => boolean>();

  /** @param session - the id of the session. */
  constructor(session: string, space: JournalSpace, options: JournalOptions = {}) {
    this.#session = session;
    this.#space = space;
    this.#mask = options.revealSecrets ? revealSecrets : maskSecrets;
    this.#observe = options.observe;
  }

  /** The bytes that the requests and responses take, about. */
  get size(): number {
    return this.#size;
  }

  /** The number of requests. */
  get length(): number {
    return this.#entries.length;
  }

  /** Adds a request whose body has arrived. */
  add(request: MockRequest, face: FaceName): JournalEntry {
    this.#count += 1;
    const entry = new JournalEntry(request, face, this.#count, this);
    this.#entries.push(entry);
    if (this.#entries.length > maxRequests) this.dropOldest();
    this.#grow(entry.size);
    return entry;
  }

  /** Lists the requests in the order of arrival. They are parsed and masked only now, because most are never listed. */
  list(): LoggedRequest[] {
    return this.#entries.map((entry) => this.#format(entry));
  }

  /** Exports the requests in the order of arrival. */
  toHar(): Har {
    return createHar(this.#entries.map((entry) => toHarEntry(entry, this.#format(entry))));
  }

  /** Returns the last request, or undefined if there is none. */
  last(): LoggedRequest | undefined {
    const entry = this.#entries.at(-1);
    return entry && this.#format(entry);
  }

  /**
   * Waits for a request: the oldest one that fits and that no earlier call has returned, even if it came before this call.
   *
   * @param timeout - in milliseconds.
   * @throws Error if none comes in time. It lists the requests that came instead.
   */
  async waitFor(matcher: RequestMatcher, timeout: number): Promise<LoggedRequest> {
    const take = (entry: JournalEntry) => {
      const isFree = entry.isRead && !this.#returned.has(entry);
      if (!isFree || findRequestMismatch(matcher, entry, this.#format) !== undefined) return false;
      this.#returned.add(entry);
      return true;
    };
    const entry = this.#entries.find(take) ?? (await this.#next(take, timeout));
    if (entry !== undefined) return this.#format(entry);
    const missed = this.#entries.map((entry) =>
      formatMissed(matcher, entry, this.#returned.has(entry), this.#format),
    );
    throw new Error(`No request that fits came within ${timeout} ms. ${summarize(missed)}`);
  }

  /** Forgets all requests. */
  clear(): void {
    for (const entry of this.#entries) entry.forget();
    this.#entries = [];
    this.#grow(-this.#size);
  }

  dropOldest(): void {
    const dropped = this.#entries.shift();
    // Its response may go on, and would keep what it writes.
    dropped?.forget();
    this.#grow(-(dropped?.size ?? 0));
  }

  onRead(entry: JournalEntry): void {
    for (const take of this.#waiting) if (take(entry)) return;
  }

  onGrow(entry: JournalEntry, bytes: number): void {
    // A request that is forgotten may still get its response.
    if (entry.number > this.#count - this.#entries.length) this.#grow(bytes);
  }

  onEnd(entry: JournalEntry): void {
    this.#observe?.(this.#format(entry));
  }

  readonly #format = (entry: JournalEntry): LoggedRequest =>
    toLoggedRequest(entry, this.#session, this.#mask);

  /**
   * Waits for a request that `take` takes. Returns undefined if none comes in time.
   *
   * @throws whatever `take` throws. The request does not fail with it.
   */
  #next(take: (entry: JournalEntry) => boolean, timeout: number): Promise<JournalEntry | undefined> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        this.#waiting.delete(tryTake);
      };
      const tryTake = (entry: JournalEntry) => {
        try {
          if (!take(entry)) return false;
        } catch (error) {
          stop();
          reject(error);
          return false;
        }
        stop();
        resolve(entry);
        return true;
      };
      const timer = setTimeout(() => {
        stop();
        resolve(undefined);
      }, timeout);
      this.#waiting.add(tryTake);
    });
  }

  #grow(bytes: number): void {
    this.#size += bytes;
    this.#space.resize(this, bytes);
    while (this.#size > maxSize) this.dropOldest();
  }
}

/** The most requests that an error lists. */
const mostListed = 10;

function summarize(missed: readonly string[]): string {
  if (missed.length === 0) return "No request came at all.";
  const omitted = missed.length - mostListed;
  const lines = missed.slice(-mostListed).map((line) => `\n- ${line}`);
  return `These came:${omitted > 0 ? `\n- ${omitted} earlier ones` : ""}${lines.join("")}`;
}
