import { formatCurlExamples } from "@completions-api/command-line";
import { apiVersion } from "@completions-api/validators";
import type { Config } from "../generated/config.ts";

/** Options of {@link formatGreeting}. */
interface GreetingOptions {
  /** The temporary key, if the configuration has no keys or tokens. */
  readonly key?: string | undefined;
  readonly faces: Config["faces"];
  readonly hasSite: boolean;
}

/** Returns what `completions-gateway` prints when it is ready at `url`. */
export function formatGreeting(url: string, { key, faces, hasSite }: GreetingOptions): string {
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
  // The page takes the key out of the address at once. The fragment of an address never reaches a server.
  const page = key === undefined ? url : `${url}/#key=${key}`;
  const site = hasSite ? `Open the documentation and a playground in a browser:\n\n${page}\n\n` : "";
  return `The gateway is running at ${url}.${openai}\n\n${site}${credentials}\n\n${examples}`;
}
