import { gzipSync } from "node:zlib";
import { isStream } from "../proxy/alter-json.ts";
import {
  compresses,
  cutsOff,
  delivers,
  isCompletion,
  isError,
  missesLength,
  sendRaw,
} from "../proxy/wire-alterations.ts";
import type { BrokenServer } from "./broken-server.ts";

/** Servers that break HTTP itself. */
export const brokenWire: readonly BrokenServer[] = [
  {
    id: "length-is-too-long",
    title: "says that completions are longer than they are",
    breaks: "RFC 9112, section 6.3",
    alteration: missesLength(10),
  },
  {
    id: "length-is-too-short",
    title: "says that completions are shorter than they are",
    breaks: "RFC 9112, section 6.3",
    alteration: missesLength(-10),
  },
  {
    id: "length-of-errors-is-too-long",
    title: "says that errors are longer than they are",
    breaks: "RFC 9112, section 6.3",
    alteration: missesLength(10, isError),
  },
  {
    id: "length-of-errors-is-too-short",
    title: "says that errors are shorter than they are",
    breaks: "RFC 9112, section 6.3",
    alteration: missesLength(-10, isError),
  },
  {
    id: "completion-is-cut-off",
    title: "closes the connection in the middle of a completion",
    breaks: "RFC 9112, section 8",
    alteration: cutsOff(0.5, isCompletion),
  },
  {
    id: "error-is-cut-off",
    title: "closes the connection in the middle of an error",
    breaks: "RFC 9112, section 8",
    alteration: cutsOff(0.5, isError),
  },
  {
    id: "connection-is-reset",
    title: "closes the connection instead of an answer",
    breaks: "RFC 9112, section 9.6",
    alteration: delivers((to) => void to.destroy()),
  },
  {
    id: "connection-of-streams-is-reset",
    title: "closes the connection instead of a stream",
    breaks: "RFC 9112, section 9.6",
    alteration: delivers((to) => void to.destroy(), isStream),
  },
  {
    id: "connection-of-errors-is-reset",
    title: "closes the connection instead of an error",
    breaks: "RFC 9112, section 9.6",
    alteration: delivers((to) => void to.destroy(), isError),
  },
  {
    id: "stream-has-a-length",
    title: "says that streams are shorter than they are",
    breaks: "RFC 9112, section 6.3",
    alteration: missesLength(-10, isStream),
  },
  {
    id: "stream-is-longer-than-its-length",
    title: "says that streams are longer than they are",
    breaks: "RFC 9112, section 6.3",
    alteration: missesLength(10, isStream),
  },
  {
    id: "gzip-is-claimed",
    title: "says that it compresses, and does not",
    breaks: "RFC 9110, section 8.4",
    alteration: delivers((to, { status, headers, bytes }) => {
      to.writeHead(status, { ...headers, "content-encoding": "gzip" }).end(bytes);
    }),
  },
  {
    id: "gzip-is-claimed-in-streams",
    title: "says that it compresses streams, and does not",
    breaks: "RFC 9110, section 8.4",
    alteration: delivers((to, { status, headers, bytes }) => {
      to.writeHead(status, { ...headers, "content-encoding": "gzip" }).end(bytes);
    }, isStream),
  },
  {
    id: "gzip-is-cut",
    title: "cuts compressed bodies",
    breaks: "RFC 9110, section 8.4",
    alteration: compresses((bytes) => bytes.subarray(0, -12)),
  },
  {
    id: "gzip-is-damaged",
    title: "damages compressed bodies",
    breaks: "RFC 9110, section 8.4",
    alteration: compresses((bytes) =>
      Buffer.concat([bytes.subarray(0, 20), Buffer.alloc(bytes.length - 20)]),
    ),
  },
  {
    id: "gzip-is-called-deflate",
    title: "names another compression than it uses",
    breaks: "RFC 9110, section 8.4",
    alteration: compresses((bytes) => bytes, "br"),
  },
  {
    id: "gzip-is-not-named",
    title: "does not say that it compresses",
    breaks: "RFC 9110, section 8.4",
    alteration: delivers((to, { status, headers, bytes }) => {
      to.writeHead(status, headers).end(gzipSync(bytes));
    }),
  },
  {
    id: "chunks-are-cut",
    title: "does not end chunked bodies",
    breaks: "RFC 9112, section 7.1",
    alteration: delivers((to, response) =>
      sendRaw(to, response, {
        body: `${response.bytes.length.toString(16)}\r\n${response.bytes}\r\n`,
        framing: "transfer-encoding: chunked",
      }),
    ),
  },
  {
    id: "chunks-have-wrong-sizes",
    title: "has wrong sizes of chunks",
    breaks: "RFC 9112, section 7.1",
    alteration: delivers((to, response) =>
      sendRaw(to, response, {
        body: `1\r\n${response.bytes}\r\n0\r\n\r\n`,
        framing: "transfer-encoding: chunked",
      }),
    ),
  },
  {
    id: "status-line-is-not-http",
    title: "has a status line of its own",
    breaks: "RFC 9112, section 4",
    alteration: delivers((to, { bytes }) => void to.socket?.end(`HTTP 200\r\n\r\n${bytes}`)),
  },
  {
    id: "header-has-no-colon",
    title: "has a header without a colon",
    breaks: "RFC 9112, section 5.1",
    alteration: delivers((to, response) => sendRaw(to, response, { body: response.bytes, framing: "whale" })),
  },
  {
    id: "header-has-a-null-byte",
    title: "has a null byte in a header",
    breaks: "RFC 9110, section 5.5",
    alteration: delivers((to, response) =>
      sendRaw(to, response, { body: response.bytes, framing: "x-request-id: a\0b" }),
    ),
  },
  {
    id: "length-is-sent-twice",
    title: "has two lengths",
    breaks: "RFC 9112, section 6.3",
    alteration: delivers((to, response) =>
      sendRaw(to, response, { body: response.bytes, framing: "content-length: 2\r\ncontent-length: 3" }),
    ),
  },
  {
    id: "type-is-sent-twice",
    title: "has two content types",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: delivers((to, response) =>
      sendRaw(to, response, { body: response.bytes, framing: "content-type: text/html" }),
    ),
  },
  {
    id: "redirects-everything",
    title: "redirects every completion",
    breaks: "RFC 9110, section 15.4",
    alteration: delivers((to) => void to.writeHead(307, { location: "/v2/completions" }).end()),
  },
  {
    id: "redirects-streams",
    title: "redirects every stream",
    breaks: "RFC 9110, section 15.4",
    alteration: delivers((to) => void to.writeHead(302, { location: "/login" }).end(), isStream),
  },
];
