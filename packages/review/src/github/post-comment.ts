import type { GitHub } from "./github-api.ts";
import { GitHubError } from "./github-error.ts";

/** The longest comment that GitHub accepts, in characters. */
export const longestComment = 65_536;

export interface CommentTarget {
  /** Such as `owner/name`. */
  readonly repository: string;
  /** Number of the pull request. */
  readonly number: number;
  /** The account that comments: `github-actions[bot]` for the token of a workflow. */
  readonly author: string;
  /** Tells the comments of one account apart, such as the path of the spec. */
  readonly key: string;
}

/**
 * Posts a comment, or updates the one that it posted before. A comment is found again by a marker that readers do not
 * see, and by its author: anybody can write the marker.
 *
 * @returns the address of the comment.
 */
export async function postComment(github: GitHub, target: CommentTarget, markdown: string): Promise<string> {
  const { repository, number, author, key } = target;
  const comments = `/repos/${repository}/issues/${number}/comments`;
  const marker = formatMarker(key);
  const body = `${marker}\n${markdown}`;
  for (let attempt = 1; ; attempt++) {
    const existing = (await github.list(comments))
      .filter(isComment)
      .find((comment) => comment.user?.login === author && comment.body?.startsWith(marker));
    try {
      const comment = existing
        ? await github.send("PATCH", `/repos/${repository}/issues/comments/${existing.id}`, { body })
        : await github.send("POST", comments, { body });
      return isComment(comment) ? comment.html_url : "";
    } catch (error) {
      // The comment may be there although the answer got lost, or somebody has deleted it meanwhile.
      const isPassing =
        error instanceof GitHubError &&
        (error.status >= 500 || (error.status === 404 && existing !== undefined));
      if (!isPassing || attempt === 3) throw error;
    }
  }
}

/** Returns the number of characters that a report may have, so that the comment is within GitHub's limit. */
export function roomForReport(key: string): number {
  return longestComment - formatMarker(key).length - 1;
}

function formatMarker(key: string): string {
  // Encoded, because `-->` would end the comment.
  return `<!-- completions-review: ${encodeURIComponent(key)} -->`;
}

interface Comment {
  readonly id: number;
  readonly html_url: string;
  readonly body?: string | null;
  /** Null for an account that has been deleted. */
  readonly user?: { readonly login: string } | null;
}

function isComment(item: unknown): item is Comment {
  return typeof item === "object" && item !== null && "id" in item && Number.isInteger(item.id);
}
