import { findMismatch } from "../replies/compile-matcher.ts";
import type { CodeReplyMatcher } from "../replies/reply.ts";
import type { JournalEntry } from "./journal-entry.ts";
import type { LoggedRequest } from "./logged-request.ts";

/**
 * The requests that somebody waits for: those for a completion that fit a reply's matcher, or those for which a function returns
 * true. An empty matcher fits every request, even an invalid one.
 */
export type RequestMatcher = CodeReplyMatcher | ((request: LoggedRequest) => boolean);

type Format = (entry: JournalEntry) => LoggedRequest;

/** Returns the reason why a request does not fit a matcher, or undefined if it does. */
export function findRequestMismatch(
  matcher: RequestMatcher,
  entry: JournalEntry,
  format: Format,
): string | undefined {
  if (typeof matcher === "function")
    return matcher(format(entry)) ? undefined : "the function returned false";
  if (Object.keys(matcher).length === 0) return undefined;
  if (entry.call === undefined) return "not a valid request for a completion";
  return findMismatch(matcher, entry.call, entry.request);
}

/** Returns a line about a request that a call of `waitForRequest` did not return. */
export function formatMissed(
  matcher: RequestMatcher,
  entry: JournalEntry,
  isReturned: boolean,
  format: Format,
): string {
  const { number, method, url } = format(entry);
  const reason = isReturned
    ? "an earlier call returned it"
    : (findRequestMismatch(matcher, entry, format) ?? "it has not been read yet");
  return `request ${number}, ${method} ${url}: ${reason}`;
}
