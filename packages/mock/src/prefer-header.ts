const token = "[!#$%&'*+.^_`|~\\w-]+";
const quoted = '"(?:[^"\\\\]|\\\\.)*"';
const element = new RegExp(
  `[ \\t]*(?:(?<name>${token})(?:[ \\t]*=[ \\t]*(?<word>${token}|${quoted})?)?)?[ \\t]*(?:,|$)`,
  "y",
);

/**
 * The preferences of a `Prefer` header, in its order (RFC 7240, section 2): their names in lower case, of several by one
 * name the first, no value as `""`. The optional parameters after a `;` are not taken, since no preference here has any.
 *
 * @returns where in `header` it goes wrong, if it does.
 */
export function parsePrefer(header: string): Map<string, string> | { malformedAt: number } {
  const preferences = new Map<string, string>();
  for (let position = 0; position < header.length; position = element.lastIndex) {
    element.lastIndex = position;
    const groups = element.exec(header)?.groups;
    if (groups === undefined) return { malformedAt: position };
    const { name, word = "" } = groups;
    if (name !== undefined && !preferences.has(name.toLowerCase())) {
      const value = word.startsWith('"') ? word.slice(1, -1).replaceAll(/\\(.)/g, "$1") : word;
      preferences.set(name.toLowerCase(), value);
    }
  }
  return preferences;
}
