/** A refusal by GitHub. Its message says what was asked, what GitHub answered, and what to do about it. */
export class GitHubError extends Error {
  override readonly name = "GitHubError";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Words a refusal for the person who reads the log of a workflow. */
export function explainRefusal(request: string, status: number, body: string): GitHubError {
  const advice = adviceFor(status);
  // Errors of a proxy are pages of HTML.
  const answer = body.replaceAll(/\s+/g, " ").trim().slice(0, 300);
  return new GitHubError(status, `${request} failed with ${status}: ${answer}${advice}`);
}

function adviceFor(status: number): string {
  if (status === 401) return "\nThe token is invalid or has expired. Is `GITHUB_TOKEN` set?";
  if (status === 403) return "\nThe job needs `permissions: { pull-requests: write, actions: read }`.";
  // GitHub hides with a 404 what a token may not see.
  if (status === 404) return "\nEither it does not exist, or the token may not read it.";
  return "";
}
