import { formatCurlExamples } from "@completions-api/command-line";
import spec from "@completions-api/spec/openapi.json" with { type: "json" };

/** Options of {@link formatGreeting}. */
export interface GreetingOptions {
  /** Greets with a line of JSON. */
  readonly json: boolean;
  /** Says that there are pages. */
  readonly hasSite: boolean;
  /** Warns that the journal shows secrets. */
  readonly revealSecrets: boolean;
}

/** Formats the greeting that `completions-mock` prints when it listens at `url`. */
export function formatGreeting(url: string, { json, hasSite, revealSecrets }: GreetingOptions): string {
  if (json) return JSON.stringify({ type: "listening", url, revealSecrets });
  const examples = formatCurlExamples({
    url,
    apiVersion: spec.components.parameters.ApiVersion.example,
    token: "any-token",
    body: { prompt: "Call me", max_tokens: 16 },
  });
  const warning = revealSecrets ? "\n\nThe journal shows secrets, such as API keys." : "";
  const site = hasSite ? " Open it in a browser for the documentation, a playground and the journal." : "";
  return `The mock is running at ${url}.${site} The base URL for OpenAI's clients is ${url}/v1.${warning}\n\nTry it:\n\n${examples}`;
}
