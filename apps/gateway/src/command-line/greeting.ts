import { formatCurlExamples } from "@completions-api/command-line";
import { apiVersion } from "@completions-api/validators";

/**
 * Returns what `completions-gateway` prints when it is ready at `url`.
 *
 * @param key - the temporary key, if the configuration has no keys or tokens.
 */
export function formatGreeting(url: string, key: string | undefined): string {
  const examples = formatCurlExamples({
    url,
    apiVersion,
    token: key ?? "$KEY",
    body: { prompt: "Call me", max_tokens: 16, seed: 2 },
  });
  const credentials =
    key === undefined
      ? "Try it, with one of your API keys or tokens as KEY:"
      : `Temporary API key (shown only once):\n\n${key}\n\nTry it:`;
  return `The gateway is running at ${url}.\n\n${credentials}\n\n${examples}`;
}
