import { formatCurlExamples } from "@completions-api/command-line";
import { apiVersion } from "@completions-api/validators";
import type { Config } from "../generated/config.ts";

/**
 * Returns what `completions-gateway` prints when it is ready at `url`.
 *
 * @param key - the temporary key, if the configuration has no keys or tokens.
 */
export function formatGreeting(
  url: string,
  { key, faces }: { readonly key?: string | undefined; readonly faces: Config["faces"] },
): string {
  const openaiUrl = `${url}/v1`;
  const examples = formatCurlExamples({
    ...(faces.includes("completions") ? { url, apiVersion } : { url: openaiUrl }),
    token: key ?? "$KEY",
    body: { prompt: "Call me", max_tokens: 16, seed: 2 },
  });
  const openai = faces.includes("openai") ? ` The base URL for OpenAI's clients is ${openaiUrl}.` : "";
  const credentials =
    key === undefined
      ? "Try it, with one of your API keys or tokens as KEY:"
      : `Temporary API key (shown only once):\n\n${key}\n\nTry it:`;
  return `The gateway is running at ${url}.${openai}\n\n${credentials}\n\n${examples}`;
}
