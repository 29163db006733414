import { formatValue } from "../contract-violation.ts";
import { isObject } from "../is-object.ts";
import { cutLine } from "../reports/visible-text.ts";
import type { Answer, NoAnswer } from "./asker.ts";

/** Describes an answer in a line: `status 422 parameter_not_supported: seed is not supported.` No terminal obeys the line. */
export function describeAnswer(answer: Answer | NoAnswer): string {
  return cutLine(describe(answer), longestLine);
}

/** In UTF-16 code units. */
const longestLine = 500;

function describe(answer: Answer | NoAnswer): string {
  if (answer.status === undefined) return `no answer (${answer.reason.replaceAll(/\s+/g, " ").trim()})`;
  if (/^\s*</.test(answer.text)) return `status ${answer.status} with ${describePage(answer.text)}`;
  if (answer.status === 200) return "status 200";
  const location = answer.headers.get("location");
  if (location !== null) return `status ${answer.status} to ${location}`;
  const code = codeOf(answer);
  const message = messageOf(answer);
  return `status ${answer.status}${code === undefined ? "" : ` ${code}`}${message && `: ${message}`}`;
}

/** Returns the code of an error: that of either face's body, or of the header `x-ms-error-code`. */
export function codeOf({ headers, json }: Answer): string | undefined {
  const body = isObject(json) ? json : {};
  const error = isObject(body.error) ? body.error : {};
  const codes = [error.code, body.code, headers.get("x-ms-error-code")];
  // Some servers repeat the status as the code.
  return codes.find((code): code is string => typeof code === "string" && /\D/.test(code));
}

function messageOf({ json, text }: Answer): string {
  const body = isObject(json) ? json : {};
  const error = isObject(body.error) ? body.error : {};
  const messages = [error.message, body.message, body.error, body.detail, text];
  const message = messages.find((value): value is string => typeof value === "string") ?? "";
  return formatValue(message.replaceAll(/\s+/g, " ").trim());
}

function describePage(text: string): string {
  const [, title = ""] = /<title[^>]*>\s*(.*?)\s*<\/title>/is.exec(text) ?? [];
  return `an HTML page${title && ` ${JSON.stringify(formatValue(title))}`}`;
}
