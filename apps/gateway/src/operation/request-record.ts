import type { Prompt } from "@completions-api/types";

/** What is known about a request, for logs and metrics: never its token. The steps fill it in. */
export class RequestRecord {
  /** `x-request-id`. */
  readonly id: string;
  readonly method: string;
  path = "";
  /** Milliseconds of `performance.now()`, as all times here. */
  readonly startedAt: number = performance.now();
  firstTokenAt?: number;
  endedAt?: number;
  /** Of the response; absent where the caller left before there was one. */
  status?: number;
  /** `x-ms-error-code`, also of an error within a stream. */
  errorCode?: string;
  /** The name of who has sent it. */
  caller?: string;
  deployment?: string;
  model?: string;
  stream = false;
  promptTokens = 0;
  completionTokens = 0;
  /** Whether the caller left before the end. */
  left = false;
  /** What was said, only where the configuration asks for it in logs: the prompt, and each choice's text so far. */
  content?: { readonly prompt: Prompt; readonly texts: string[] };
  /** What the answer failed with. */
  failure?: unknown;

  constructor(id: string, method: string) {
    this.id = id;
    this.method = method;
  }
}

/** Is told of each request once it has ended. */
export type Observer = (record: Readonly<RequestRecord>) => void;
