import type { IncomingHttpHeaders } from "node:http";
import type { Prompt } from "@completions-api/types";
import type { RequestTrace } from "./traces/request-trace.ts";

/** The facts about a request, for logs and metrics; never its token. The steps of the request fill it in. */
export class RequestRecord {
  /** `x-request-id`. */
  readonly id: string;
  readonly method: string;
  path = "";
  /** In milliseconds of `performance.now()`, like all times here. */
  readonly startedAt: number = performance.now();
  /** The time at which it began to wait for other requests of its deployment or its caller, if it had to. */
  queuedAt?: number;
  /** The time at which that wait ended, in whatever way. */
  dequeuedAt?: number;
  firstTokenAt?: number;
  endedAt?: number;
  /** The response's status. Absent if the caller disconnected before there was one. */
  status?: number;
  /** The `x-ms-error-code`, or the code of an error event. */
  errorCode?: string;
  /** The caller's name. */
  caller?: string;
  /** The IP address of a request that was refused before its caller was known. */
  address?: string;
  deployment?: string;
  model?: string;
  /** The deployment's kind of engine. */
  engine?: string | undefined;
  stream = false;
  promptTokens = 0;
  completionTokens = 0;
  /** The result of looking the request up in the deployment's cache. Absent if there is no cache, or none may answer the request. */
  cache?: "hit" | "miss";
  /** Set if the content filter cut the completion. */
  filtered?: boolean;
  /** True if the caller disconnected before the end. */
  left = false;
  /** The prompt, and each choice's text so far. Set only if the configuration asks for content in logs. */
  content?: { readonly prompt: Prompt; readonly texts: string[] };
  /** True if the response is a file of the site. */
  isOfSite = false;
  /** The limit that a 429 or 503 is due to, in the words that the caller reads. */
  reason?: string;
  /** The name of the upstream that was asked last. The log of a request that has ended names only one that failed. */
  askedUpstream?: string;
  /** The name of the upstream that the error came from. */
  upstream?: string;
  /** Its span, if it is sampled. */
  trace?: RequestTrace;
  /** The cause of the error. */
  failure?: unknown;
  /** Its neighbors in the list of {@link OpenRequests}. */
  older: RequestRecord | undefined;
  newer: RequestRecord | undefined;

  constructor(id: string, method: string) {
    this.id = id;
    this.method = method;
  }
}

/**
 * Receives the record of each request, and its headers, before its route handles it. Returns headers for engines' servers if the request
 * has a span, or could have been sampled.
 */
export type Begin = (
  record: RequestRecord,
  headers: IncomingHttpHeaders,
) => Readonly<Record<string, string>> | undefined;

/** Receives the record of each request once it has ended. */
export type Observer = (record: RequestRecord) => void;
