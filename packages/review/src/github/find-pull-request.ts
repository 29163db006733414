import type { GitHub } from "./github-api.ts";

/** The part of a `workflow_run` event that says which commit a run was for. GitHub writes it, not the fork. */
export interface WorkflowRun {
  readonly id: number;
  readonly event: string;
  readonly head_sha: string;
  readonly head_branch: string | null;
  /** Null if the fork has been deleted. */
  readonly head_repository: {
    readonly full_name: string;
    readonly owner: { readonly login: string };
  } | null;
}

/**
 * Finds the open pull requests whose head is the commit of a run. The event names none if the head is in a fork, and the
 * artifact of a fork may name any, so the commit is looked up.
 */
export async function findPullRequests(
  github: GitHub,
  repository: string,
  run: WorkflowRun,
): Promise<number[]> {
  const { head_sha, head_branch, head_repository } = run;
  if (run.event !== "pull_request" || head_branch === null || head_repository === null) return [];
  const head = encodeURIComponent(`${head_repository.owner.login}:${head_branch}`);
  const pullRequests = await github.list(`/repos/${repository}/pulls?state=open&head=${head}`);
  return pullRequests.filter(isPullRequest).flatMap((pullRequest) => {
    const { sha, repo } = pullRequest.head;
    // The branch may have moved on: a later run comments on its new head.
    const isHead = sha === head_sha && repo?.full_name === head_repository.full_name;
    return isHead ? [pullRequest.number] : [];
  });
}

interface PullRequest {
  readonly number: number;
  readonly head: { readonly sha: string; readonly repo: { readonly full_name: string } | null };
}

function isPullRequest(item: unknown): item is PullRequest {
  return typeof item === "object" && item !== null && "number" in item && "head" in item;
}
