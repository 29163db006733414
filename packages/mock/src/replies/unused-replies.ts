import type { ReplyList } from "./reply-list.ts";

/** Replies of a strict session were used less often than they say. */
export class UnusedRepliesError extends Error {
  override readonly name = "UnusedRepliesError";

  /** @param replies - a sentence about each of them. */
  constructor(replies: readonly string[]) {
    super(`Replies are unused:${replies.map((reply) => `\n- ${reply}`).join("")}`);
  }
}

/** Returns a sentence about each reply that was never used, or less often than its limit says. */
export function describeUnused(replies: ReplyList): readonly string[] {
  return replies.unused().map(({ title, used, times }) => {
    if (Number.isFinite(times)) return `${title} was used ${used} of ${times} times.`;
    return `${title} was never used.`;
  });
}
