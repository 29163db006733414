import fc from "fast-check";
import type { RawFuzzRequest } from "../fuzz-request.ts";

const body = '{"prompt":"The whale","max_tokens":1}';
const length = `Content-Length: ${body.length}`;
const chunked = "Transfer-Encoding: chunked";
const type = "Content-Type: application/json";
const chunks = `5\r\n${body.slice(0, 5)}\r\n${(body.length - 5).toString(16)}\r\n${body.slice(5)}\r\n0\r\n\r\n`;

/** Generates requests that are not HTTP, or hardly. Each is complete, so that no server has to wait for more. */
export const rawRequests: fc.Arbitrary<RawFuzzRequest> = fc.oneof(
  fc.record({
    startLine: fc.constantFrom(
      ...["whale", "POST", "POST  HTTP/1.1", "POST /completions", "POST /completions HTTP/9.9"],
      ...[
        "P\0ST /completions HTTP/1.1",
        "POST /text completions HTTP/1.1",
        "\u{1f40b} / HTTP/1.1",
        "post / HTTP/1.1",
      ],
    ),
    lines: fc.constant([]),
    body: fc.constant(""),
  }),
  fc.record({
    startLine: fc.constant("POST /completions HTTP/1.1"),
    lines: fc.constantFrom(
      ...[
        ["no colon"],
        [": no name"],
        ["na me: x"],
        ["x\0y: z"],
        ["Content-Length: -1"],
        ["Content-Length: 1e2"],
      ],
      ...[["Content-Length: 5", "Content-Length: 6"], ["Transfer-Encoding: whale"]],
    ),
    body: fc.constant(""),
  }),
  fc.record({
    startLine: fc.constant("POST /completions HTTP/1.1"),
    lines: fc.constantFrom([type, length, chunked], [type, chunked, length]),
    body: fc.constant(chunks),
  }),
  fc.record({
    startLine: fc.constant("POST /completions HTTP/1.1"),
    lines: fc.constant([type, chunked]),
    body: fc.constantFrom(
      "whale\r\n\r\n",
      "-1\r\n\r\n",
      "5;\r\nab\r\n0\r\n\r\n",
      "ffffffffffffffffff\r\n\r\n",
    ),
  }),
);
