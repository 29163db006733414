import type { MockRequest } from "../mock-request.ts";
import type { JournalOptions } from "./journal.ts";
import { JournalSpace } from "./journal-space.ts";
import { Session } from "./session.ts";

const prefix = /^\/__mock\/sessions\/([\w.-]{1,100})(?=\/|$)/;

/** The sessions by id. Requests that name none share one whose id is empty. */
export class SessionStore {
  readonly #sessions = new Map<string, Session>();
  readonly #space = new JournalSpace();
  readonly #options: JournalOptions;

  constructor(options: JournalOptions = {}) {
    this.#options = options;
  }

  /** Returns the session with an id, which begins with its first use. */
  find(id: string): Session {
    let session = this.#sessions.get(id);
    if (session === undefined) {
      session = new Session(id, this.#space, this.#options);
      this.#sessions.set(id, session);
    }
    return session;
  }
}

/** Returns the target of a request without the prefix that names a session. */
export function withoutSession(target: string): string {
  return target.replace(prefix, "");
}

/**
 * Finds the session that a request names: in its path, which begins with `/__mock/sessions/ID`, or in its header `x-mock-session`.
 *
 * @returns the id, and the URL without the prefix.
 */
export function readSession({ url, headers }: Pick<MockRequest, "url" | "headers">): {
  readonly id: string;
  readonly url: URL;
} {
  const [matched = "", inPath] = prefix.exec(url.pathname) ?? [];
  if (inPath === undefined) return { id: headers["x-mock-session"]?.[0] ?? "", url };
  const rest = new URL(url);
  rest.pathname = url.pathname.slice(matched.length) || "/";
  return { id: inPath, url: rest };
}
