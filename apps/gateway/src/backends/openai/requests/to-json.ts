import { JsonText } from "@completions-api/protocol";

/**
 * Writes the body of a request. Extra parameters that are {@link JsonText}s come last, as the caller wrote them.
 *
 * @param extra - the extra parameters, of which the body may have some.
 */
export function toJson(body: Readonly<Record<string, unknown>>, extra: object): string {
  let texts = "";
  for (const name in extra) {
    const value = body[name];
    if (value instanceof JsonText) texts += `,${JSON.stringify(name)}:${value.text}`;
  }
  // Most requests have none.
  if (texts === "") return JSON.stringify(body);
  const others = Object.fromEntries(Object.entries(body).filter(([, value]) => !(value instanceof JsonText)));
  // There is always a prompt.
  return `${JSON.stringify(others).slice(0, -1)}${texts}}`;
}
