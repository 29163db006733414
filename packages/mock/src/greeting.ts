import spec from "@completions-api/spec/openapi.json" with { type: "json" };

/** What `completions-mock` prints once it serves at `url`. */
export function formatGreeting(url: string): string {
  const { example: version } = spec.components.parameters.ApiVersion;
  const request = (options: string, body: object) =>
    `curl -s${options} '${url}/completions?api-version=${version}' ` +
    `-H 'Authorization: Bearer any-token' -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`;
  return `The mock serves at ${url}. A completion:

${request("", { prompt: "Call me", max_tokens: 16 })}

One that streams:

${request("N", { prompt: "Call me", max_tokens: 16, stream: true })}
`;
}
