import type { RecordedRequest } from "./http/recorder.ts";

/**
 * Formats a request as a command for a POSIX shell, which sends it again: `curl`, or `nc` for bytes that no HTTP client
 * sends. Each argument of `curl` has its own line.
 */
export function formatCurl({ method, url, headers, body }: RecordedRequest): string {
  // Only bytes that a case wrote itself have no headers and begin like a request.
  if (headers.length === 0 && body?.startsWith(`${method} `)) {
    const { hostname, port, protocol } = new URL(url);
    const defaultPort = protocol === "https:" ? "443" : "80";
    return `${toPrintf(body)} | nc ${hostname.replace(/^\[(.*)\]$/, "$1")} ${port || defaultPort}`;
  }
  // An argument cannot have such characters, so they come through a pipe.
  const isPiped = body !== undefined && /[^\P{Cc}\t\n]/u.test(body);
  const lines = [
    `curl ${method === "POST" && body !== undefined ? "" : `-X ${method} `}${quote(url)}`,
    ...headers.map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [isPiped ? "--data-binary @-" : `--data-raw ${quote(body)}`]),
  ];
  return (isPiped ? `${toPrintf(body)} | ` : "") + lines.join(" \\\n  ");
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function toPrintf(text: string): string {
  const format = text
    .replaceAll("\\", "\\\\")
    .replaceAll("%", "%%")
    .replaceAll(/\p{Cc}/gu, (control) => {
      const code = control.codePointAt(0) ?? 0;
      return code < 128 ? `\\${code.toString(8).padStart(3, "0")}` : control;
    });
  return `printf ${quote(format)}`;
}
