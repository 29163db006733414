import { readExpiry } from "../auth/read-expiry.ts";
import type { CheckedConfig } from "./read-config.ts";

/** The most keys that a warning lists. */
const mostListed = 10;

/** Explains which API keys of a configuration have expired, and where they are. Returns undefined if none has. */
export function explainExpiredKeys({ config, yaml }: CheckedConfig): string | undefined {
  const now = Date.now();
  const expired = config.keys.flatMap(({ name, expires }, index) =>
    expires !== undefined && readExpiry(expires) <= now ? [{ name, index }] : [],
  );
  if (expired.length === 0) return undefined;
  const listed = expired.slice(0, mostListed).map(({ name, index }) => {
    const { line } = yaml.problemAt(["keys", index, "expires"], "has passed.");
    return `${name} (line ${line})`;
  });
  const others = expired.length - listed.length;
  const names = listed.join(", ") + (others > 0 ? ` and ${others} more` : "");
  return `Some API keys have expired, and requests with them get a 401: ${names}. Remove them, or change \`expires\`.`;
}
