import { otherError, quoteName } from "@completions-api/protocol";
import type { MockRequest } from "../mock-request.ts";
import type { Script } from "../script/script.ts";
import { JournalSpace } from "./journal-space.ts";
import { Session, type SessionOptions } from "./session.ts";

/** The most sessions that are kept, besides the one of requests that name none. */
const maxSessions = 1000;

/** The sessions by id. Requests that name none share one whose id is empty. */
export class SessionStore {
  /** In the order of their last use. */
  readonly #sessions = new Map<string, Session>();
  readonly #shared: Session;
  readonly #space = new JournalSpace();
  readonly #options: SessionOptions;
  #script: Script | undefined;

  constructor(options: SessionOptions = {}) {
    this.#options = options;
    this.#shared = this.#create("");
  }

  /**
   * Returns the session with an id, which begins with its first use. If there are more than 1,000, the
   * one that was unused the longest ends.
   *
   * @param options - those of a new session, instead of the mock's.
   */
  find(id: string, options?: SessionOptions): Session {
    if (id === "") return this.#shared;
    const session = this.#sessions.get(id) ?? this.#create(id, options);
    this.#sessions.delete(id);
    this.#sessions.set(id, session);
    if (this.#sessions.size > maxSessions) this.#endOldest();
    return session;
  }

  /** Returns the session with an id, if there is one. */
  get(id: string): Session | undefined {
    return this.#sessions.get(id);
  }

  /** Lists the sessions that have an id, the one that was unused the longest first. */
  list(): readonly (readonly [id: string, session: Session])[] {
    return [...this.#sessions];
  }

  /** Ends a session: another one with its id begins anew. Responses that it has begun are sent to their end. */
  end(id: string): void {
    // Its journal takes space from those of the others.
    this.#sessions.get(id)?.journal.clear();
    this.#sessions.delete(id);
  }

  /** Begins every session, those that exist and those to come, with a script. Replies that are not from a script stay. */
  useScript(script: Script): void {
    this.#script = script;
    for (const session of [this.#shared, ...this.#sessions.values()]) session.useScript(script);
  }

  #endOldest(): void {
    const [oldest] = this.#sessions.keys();
    if (oldest !== undefined) this.end(oldest);
  }

  #create(id: string, options?: SessionOptions): Session {
    const session = new Session(id, this.#space, { ...this.#options, ...options });
    if (this.#script) session.useScript(this.#script);
    return session;
  }
}

const prefix = /^\/__mock\/sessions\/([^/]*)(?=\/)/;

/** Returns the target of a request without the prefix `/__mock/sessions/ID`, which names a session. */
export function withoutSession(target: string): string {
  return target.replace(prefix, "");
}

/**
 * Finds the session that a request names: in its path, which begins with `/__mock/sessions/ID/`, or else in its header
 * `x-mock-session`.
 *
 * @returns the id, which is empty if the request names none, and the URL without the prefix.
 * @throws HttpError 400 `invalid_request` if the id is invalid.
 */
export function readSession({ url, headers }: Pick<MockRequest, "url" | "headers">): {
  readonly id: string;
  readonly url: URL;
} {
  const inPath = prefix.exec(url.pathname)?.[1];
  const id = inPath ?? headers["x-mock-session"]?.join(", ");
  if (id === undefined) return { id: "", url };
  checkId(id);
  if (inPath === undefined) return { id, url };
  const rest = new URL(url);
  rest.pathname = withoutSession(url.pathname);
  return { id, url: rest };
}

function checkId(id: string): void {
  if (/^[\w.-]{1,100}$/.test(id)) return;
  throw otherError("invalid_request", `The id of the session, ${quoteName(id)}, is invalid`, {
    advice: "It must be 1 to 100 letters, digits, dots, dashes and underscores of ASCII.",
    param: "x-mock-session",
  });
}
