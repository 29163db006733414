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
  return `The gateway serves at ${url}. ${key === undefined ? "A completion, with KEY set to one of your keys:" : "A completion, with a key that holds until it stops:"}

${request("", { prompt: "Call me", max_tokens: 16 })}

One that streams:

${request("N", { prompt: "Call me", max_tokens: 16, stream: true })}
`;
}
