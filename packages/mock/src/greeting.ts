import { formatCurlExamples } from "@completions-api/command-line";
import spec from "@completions-api/spec/openapi.json" with { type: "json" };

/** Formats the greeting that `completions-mock` prints when it listens at `url`. */
export function formatGreeting(url: string): string {
  const examples = formatCurlExamples({
    url,
    apiVersion: spec.components.parameters.ApiVersion.example,
    token: "any-token",
    body: { prompt: "Call me", max_tokens: 16 },
  });
  return `The mock is running at ${url}. The base URL for OpenAI's clients is ${url}/v1.\n\nTry it:\n\n${examples}`;
}
