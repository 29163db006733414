import { damagedBytes, oneOrTwo, randomBytes } from "@completions-api/testing";
import { apiVersion } from "@completions-api/validators";
import fc from "fast-check";
import { token } from "../support/start-gateway.ts";

// Not streamed, because a stream over HTTP/1.0 has no length.
const json = JSON.stringify({ prompt: "Call me", max_tokens: 4 });
const headers = [
  "Host: localhost",
  `Authorization: Bearer ${token}`,
  "Content-Type: application/json",
  "Connection: keep-alive",
];
const target = `/completions?api-version=${apiVersion}`;

const startLine = fc.oneof(
  { weight: 6, arbitrary: fc.constant(`POST ${target} HTTP/1.1`) },
  fc.constantFrom(
    `POST ${target} HTTP/1.0`,
    `GET ${target} HTTP/1.1`,
    "POST /v1/completions HTTP/1.1",
    "POST /v1/completions HTTP/1.0",
    "POST http://other/v1/completions HTTP/1.1",
    "GET /v1/models HTTP/1.1",
    "GET /v1/models/%E0%A4%A HTTP/1.1",
    "POST /v1/\u0000 HTTP/1.1",
    `POST http://other${target} HTTP/1.1`,
    `POST //other${target} HTTP/1.1`,
    "POST /completions/../completions HTTP/1.1",
    "POST /completions?api-version=%E0%A4%A HTTP/1.1",
    "POST /\u0000 HTTP/1.1",
    "GET /healthz HTTP/1.1",
    "GET /openapi.json HTTP/1.1",
    "DELETE /readyz HTTP/1.1",
    "OPTIONS * HTTP/1.1",
    "CONNECT localhost:1 HTTP/1.1",
    "PRI * HTTP/2.0",
  ),
);

const extraHeader = fc.constantFrom(
  "Expect: 100-continue",
  "Expect: more",
  "Upgrade: websocket\r\nConnection: Upgrade",
  "Content-Encoding: gzip",
  "Host: other",
  "Authorization: Bearer other",
  " folded: yes",
  "no colon",
  "Bad\u0001Name: x",
  `X-Long: ${"x".repeat(20_000)}`,
);

const framing = fc.constantFrom(
  `Content-Length: ${json.length}\r\n\r\n${json}`,
  `Content-Length: ${json.length + 5}\r\n\r\n${json}`,
  `Content-Length: ${json.length - 5}\r\n\r\n${json}`,
  `Content-Length: -1\r\n\r\n${json}`,
  `Content-Length: 99999999\r\n\r\n${json}`,
  `Content-Length: 5\r\nContent-Length: 6\r\n\r\n${json}`,
  `Transfer-Encoding: chunked\r\n\r\n${json.length.toString(16)}\r\n${json}\r\n0\r\n\r\n`,
  `Transfer-Encoding: chunked\r\n\r\nZ\r\n${json}\r\n0\r\n\r\n`,
  `Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n`,
  `Transfer-Encoding: gzip\r\n\r\n${json}`,
  "\r\n",
);

const request = fc
  .tuple(startLine, fc.array(extraHeader, { maxLength: 1 }), framing)
  .map(([line, extra, rest]) => Buffer.from([line, ...headers, ...extra, rest].join("\r\n"), "latin1"));

/** Generates bytes that no client would send, often close to a valid request. */
export const rawRequests: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 4, arbitrary: request },
  { weight: 4, arbitrary: damagedBytes(oneOrTwo(request)) },
  { weight: 1, arbitrary: randomBytes },
);
