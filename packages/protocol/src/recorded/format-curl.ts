import type { RecordedRequest } from "./recorded-exchange.ts";

export interface CurlOptions {
  /** The text between the arguments of `curl`. By default each has its own line. */
  readonly separator?: string;
  /** The environment variable that stands for a token that is hidden. By default `COMPLETIONS_TOKEN`. */
  readonly tokenVariable?: string;
  /** The longest body that the command contains, in UTF-16 code units. By default 2,000. */
  readonly longestBody?: number;
  /** True for a stream, so that `curl` prints each event when it arrives. */
  readonly isStream?: boolean;
}

/** The longest body of an argument, in UTF-16 code units. Linux allows 131,072 bytes. */
const longestArgument = 30_000;

/** Characters that do not show, or that a shell cannot pass on. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/**
 * Formats a request as a command for a POSIX shell, which sends it again: `curl`, or `nc` for bytes that no HTTP client
 * sends. A variable stands for a token that is hidden.
 *
 * A body that is too long is not part of the command, which reads it from the file `body`.
 */
export function formatCurl(
  request: RecordedRequest,
  {
    separator = " \\\n  ",
    tokenVariable = "COMPLETIONS_TOKEN",
    longestBody = 2000,
    isStream = false,
  }: CurlOptions = {},
): string {
  const { method, url, headers, body } = request;
  if (isRaw(request)) return formatRaw(request, longestBody);
  const isLong = body !== undefined && body.length > longestBody;
  // An argument cannot have all such characters, so they come through a pipe.
  const isPiped = body !== undefined && !isLong && (body.length > longestArgument || invisible.test(body));
  const lines = [
    `curl ${isStream ? "--no-buffer " : ""}${method === "POST" && body !== undefined ? "" : `-X ${method} `}${quote(url)}`,
    ...headers.map(([name, value]) => `-H ${quoteHeader(name, value, tokenVariable)}`),
    ...(body === undefined
      ? []
      : [isLong ? "--data-binary @body" : isPiped ? "--data-binary @-" : `--data-raw ${quote(body)}`]),
  ];
  const note = isLong ? ` # of ${body.length} characters` : "";
  return (isPiped ? `${toPrintf(body)} | ` : "") + lines.join(separator) + note;
}

/** Only bytes that a case wrote itself have no headers and begin like a request, or unlike any. */
function isRaw({ method, headers, body }: RecordedRequest): boolean {
  return headers.length === 0 && body !== undefined && (method === "" || body.startsWith(`${method} `));
}

function formatRaw({ url, body = "" }: RecordedRequest, longestBody: number): string {
  const { hostname, port, protocol } = new URL(url);
  const defaultPort = protocol === "https:" ? "443" : "80";
  const client = `nc ${hostname.replace(/^\[(.*)\]$/, "$1")} ${port || defaultPort}`;
  return body.length > longestBody
    ? `${client} < request # of ${body.length} characters`
    : `${toPrintf(body)} | ${client}`;
}

function quoteHeader(name: string, value: string, tokenVariable: string): string {
  if (name.toLowerCase() !== "authorization" || !value.includes("***")) return quote(`${name}: ${value}`);
  const escaped = value.replaceAll(/["$`\\]/g, String.raw`\$&`);
  return `"${name}: ${escaped.replaceAll("***", `$$${tokenVariable}`)}"`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function toPrintf(text: string): string {
  const format = text
    .replaceAll("\\", "\\\\")
    .replaceAll("%", "%%")
    .replaceAll(new RegExp(invisible, "gu"), toOctal);
  return `printf -- ${quote(format)}`;
}

/** Writes the bytes of a character as escapes of `printf`. */
function toOctal(character: string): string {
  const bytes = new TextEncoder().encode(character);
  return Array.from(bytes, (byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
}
