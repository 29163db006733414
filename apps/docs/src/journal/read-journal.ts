import type { LoggedRequest } from "@completions-api/mock";

/** The answer of the server behind the site. */
export type JournalState =
  | { readonly kind: "loading" }
  | { readonly kind: "not a mock" }
  | { readonly kind: "unreachable" }
  | {
      readonly kind: "read";
      /** Oldest first. */
      readonly requests: readonly LoggedRequest[];
      /** The ids of the sessions beside the one without a name. */
      readonly sessions: readonly string[];
    };

/**
 * Reads the journal of the mock behind the site.
 *
 * @param session - the session's id; empty for the one without a name.
 */
export async function readJournal(session: string): Promise<JournalState> {
  try {
    const [requests, sessions] = await Promise.all([
      fetch(requestsPath(session), { cache: "no-store" }),
      fetch("/__mock/sessions", { cache: "no-store" }),
    ]);
    if (!requests.ok || !sessions.ok) return { kind: "not a mock" };
    // A server that has these routes is the mock.
    const list = (await sessions.json()) as readonly { readonly id: string }[];
    return { kind: "read", requests: await requests.json(), sessions: list.map(({ id }) => id) };
  } catch {
    return { kind: "unreachable" };
  }
}

/** Empties the journal of a session. */
export async function emptyJournal(session: string): Promise<void> {
  await fetch(requestsPath(session), { method: "DELETE" });
}

function requestsPath(session: string): string {
  const prefix = session === "" ? "" : `/__mock/sessions/${encodeURIComponent(session)}`;
  return `${prefix}/__mock/requests`;
}
