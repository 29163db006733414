import { token } from "./start-gateway.ts";

/** A request for a completion as text, for connections on which anything can be sent. */
export function formatRequest(body: object, ...headers: string[]): string {
  const text = JSON.stringify(body);
  const head = [
    "POST /completions?api-version=2024-04-01-preview HTTP/1.1",
    "Host: localhost",
    `Authorization: Bearer ${token}`,
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(text)}`,
    ...headers,
  ];
  return `${head.join("\r\n")}\r\n\r\n${text}`;
}
