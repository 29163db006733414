import { capabilities } from "../target.ts";

/** What `completions-contract --help` prints. */
export function formatHelp(): string {
  const lines = Object.entries(capabilities).map(([name, meaning]) => `  ${name.padEnd(14)} ${meaning}`);
  return `Usage: completions-contract <base-url> --token TOKEN [options]

Holds a server to the contract of the completions API. The base URL is what comes before /completions.

Options:
  --token TOKEN      A bearer token that the server accepts. One of 8 characters or more is never printed.
  --only ID          Run this case; may be repeated. Default: all.
  --capability NAME  What the server can do, of the list below; may be repeated. Cases that need others are skipped.
  --timeout SECONDS  How long a case may take. Default: 10.
  --json             Print one JSON object a line for each case.
  --help             Print this.

Capabilities:
${lines.join("\n")}

Exit codes: 0 no case failed, 1 one did, 2 could not run.
`;
}
