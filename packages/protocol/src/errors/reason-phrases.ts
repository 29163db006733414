import type { errorStatuses } from "@completions-api/validators";

/**
 * The `error` property of a body: the status's reason phrase, as spelled in RFC 9110 (section 15) and RFC 6585.
 * `node:http` is no source for them: browsers and edge runtimes lack it, and it still has RFC 7231's spellings.
 */
export const reasonPhrases: Readonly<Record<(typeof errorStatuses)[keyof typeof errorStatuses], string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  404: "Not Found",
  405: "Method Not Allowed",
  408: "Request Timeout",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};
