const maxLength = 64;

/** Quotes a name for a message. Clients choose names, so a long one is shortened, and what is not printable is escaped. */
export function quoteName(name: string): string {
  return `\`${JSON.stringify(shortenName(name)).slice(1, -1)}\``;
}

/** Shortens a name to 64 characters (Unicode code points) and an ellipsis. It may be as long as a request's body. */
export function shortenName(name: string): string {
  const start = Array.from(name.slice(0, 2 * maxLength + 2));
  return start.length > maxLength ? `${start.slice(0, maxLength).join("")}…` : name;
}

/** Names a parameter in a message: as it is if that is clear, otherwise quoted. */
export function parameterName(name: string): string {
  const short = shortenName(name);
  return /^[\w.-]+…?$/.test(short) ? short : quoteName(name);
}
