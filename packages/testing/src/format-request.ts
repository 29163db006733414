/** A request to write as text. */
export interface RequestParts {
  readonly method?: string;
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Writes an HTTP/1.1 request as text. `Host` is its first header and `Content-Length` its last. */
export function formatRequest({
  method = "POST",
  target = "/",
  headers = {},
  body = "",
}: RequestParts): string {
  const head = [
    `${method} ${target} HTTP/1.1`,
    "Host: localhost",
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return `${head.join("\r\n")}\r\n\r\n${body}`;
}
