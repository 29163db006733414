import { target } from "./ask.ts";

/** A request for a completion, as text. */
export function formatRequest(body: object): string {
  const text = JSON.stringify(body);
  const head = [
    `POST ${target} HTTP/1.1`,
    "Host: localhost",
    "Authorization: Bearer abcde12345",
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(text)}`,
  ];
  return `${head.join("\r\n")}\r\n\r\n${text}`;
}
