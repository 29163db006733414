import { formatFailure } from "../report/failure.ts";
import { formatReview } from "../report/formats.ts";
import { parseJsonReport } from "../report/parse-json.ts";
import { ReviewError } from "../review-error.ts";
import { downloadReport } from "./download-report.ts";
import { findPullRequests, type WorkflowRun } from "./find-pull-request.ts";
import type { GitHub } from "./github-api.ts";
import { postComment, roomForReport } from "./post-comment.ts";

/** The facts that a workflow knows about the run that it comments on. All of it comes from GitHub. */
export interface CommentContext {
  /** Such as `owner/name`. */
  readonly repository: string;
  /** Such as `https://github.com`. */
  readonly serverUrl: string;
  readonly run: WorkflowRun;
  /** Path of the spec: a pull request has one comment for each. */
  readonly spec: string;
  /** The account that the token belongs to. */
  readonly author: string;
}

/**
 * Comments on the pull request whose spec a run has reviewed. The report was made by code of the pull request, so it is
 * data from a stranger: it must follow the schema, and the comment is formatted here.
 *
 * @returns a sentence for the log. It contains nothing from the report, since a runner obeys lines that look like commands.
 */
export async function commentOnRun(github: GitHub, context: CommentContext): Promise<string> {
  const { repository, serverUrl, run, spec, author } = context;
  const [number, ...others] = await findPullRequests(github, repository, run);
  if (number === undefined) return `No open pull request has the head ${run.head_sha}.`;
  // The report does not prove which of their bases it is about.
  if (others.length > 0) return `Several pull requests have the head ${run.head_sha}.`;
  const footer = `\n[How this was found](${serverUrl}/${repository}/actions/runs/${run.id}) in ${run.head_sha}.\n`;
  const markdown = await formatReport(downloadReport(github, repository, run.id), {
    sourceUrl: `${serverUrl}/${run.head_repository?.full_name}/blob/${run.head_sha}`,
    maximumLength: roomForReport(spec) - footer.length,
  });
  if (markdown === undefined) return "The run has made no report.";
  const target = { repository, number, author, key: spec };
  return `The report is at ${await postComment(github, target, markdown + footer)}`;
}

async function formatReport(
  download: Promise<string | undefined>,
  options: { readonly sourceUrl: string; readonly maximumLength: number },
): Promise<string | undefined> {
  try {
    const report = await download;
    if (report === undefined) return undefined;
    const review = parseJsonReport(report);
    if ("error" in review) return formatFailure(review.error, "markdown");
    return formatReview(review, "markdown", options);
  } catch (error) {
    // Without a comment, that of an earlier commit would pass for the one of this.
    if (error instanceof ReviewError) return formatFailure(error.message, "markdown");
    throw error;
  }
}
