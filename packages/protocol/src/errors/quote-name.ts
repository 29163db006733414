const maxLength = 64;

/** Quotes a name for a message. Clients choose names, so a long one is shortened, and what is not printable is escaped. */
export function quoteName(name: string): string {
  const json = JSON.stringify(shortenName(name)).slice(1, -1);
  // JSON keeps, for example, the characters that reverse the direction of a text.
  return `\`${json.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, escapeCharacter)}\``;
}

/** Shortens a name to 64 characters (Unicode code points) and an ellipsis. It may be as long as a request's body. */
export function shortenName(name: string): string {
  const start = Array.from(name.slice(0, 2 * maxLength + 2));
  return start.length > maxLength ? `${start.slice(0, maxLength).join("")}…` : name;
}

/**
 * Names a parameter in a message: as it is if that is clear, otherwise quoted. A period at its end is not clear: it could be
 * that of the sentence.
 */
export function parameterName(name: string): string {
  const short = shortenName(name);
  return /^[\w.-]*[\w-]…?$/.test(short) ? short : quoteName(name);
}

/**
 * Names a value of a request's body as people write it: `temperature`, `prompt[0][1]`, or `The body`.
 *
 * @param loc - the path to the value, beginning with `"body"`.
 */
export function nameValue([, parameter, ...path]: readonly string[]): string {
  if (parameter === undefined) return "The body";
  return parameterName(parameter) + path.map((key) => formatKey(key, parameterName)).join("");
}

/** Formats a step of a path: `[1]` for the position of an item, `.name` for a property. */
export function formatKey(key: string, formatName: (name: string) => string): string {
  return /^\d{1,15}$/.test(key) ? `[${key}]` : `.${formatName(key)}`;
}

function escapeCharacter(character: string): string {
  const units = character.split("").map((unit) => unit.charCodeAt(0).toString(16).padStart(4, "0"));
  return units.map((unit) => `\\u${unit}`).join("");
}
