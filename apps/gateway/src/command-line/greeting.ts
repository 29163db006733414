import { apiVersion } from "@completions-api/validators";

/**
 * What `completions-gateway` prints once it serves at `url`.
 *
 * @param key - the one that was made for lack of others.
 */
export function formatGreeting(url: string, key: string | undefined): string {
  const token = key ?? "$KEY";
  const request = (options: string, body: object) =>
    `curl -s${options} '${url}/completions?api-version=${apiVersion}' ` +
    `-H "Authorization: Bearer ${token}" -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`;
  const whose = key === undefined ? "where KEY is one of your keys" : "with a key that was made for now";
  const completion = { prompt: "Call me", max_tokens: 16, seed: 2 };
  return `The gateway serves at ${url}. A completion, ${whose}:

${request("", completion)}

One that streams:

${request("N", { ...completion, stream: true })}
`;
}
