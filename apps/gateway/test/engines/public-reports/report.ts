import { readdirSync, readFileSync } from "node:fs";

/** A public bug report of comparable software, and what its server sends, in bytes of our own. */
export interface Report {
  /** A phrase that says what the server does: the test's name. */
  readonly name: string;
  /** The URL of the report. */
  readonly source: string;
  /** By default those of the test. */
  readonly engines?: readonly string[];
  /** Properties of the request beside its prompt. */
  readonly request?: Readonly<Record<string, unknown>>;
  /** The parts of the response, each sent as soon as the last has left. */
  readonly response: ReportedResponse;
  /** True to ask only once, because this failure opens the breaker if it is repeated. */
  readonly once?: true;
  readonly expect: Expected;
}

export interface ReportedResponse {
  /** Default: 200. */
  readonly status?: number;
  /** Default: the type of a stream. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Texts, or bytes in base 64. */
  readonly body: readonly (string | { readonly base64: string })[];
  /**
   * How the body ends. `chunked`: with the last chunk (the default); `length`: after the length that a header names; `close`: with
   * the connection; `cut`: with the connection, before the last chunk; `reset`: with a reset of the connection.
   */
  readonly end?: "chunked" | "length" | "close" | "cut" | "reset";
}

/** The caller's response: a whole completion, or an error, which in a stream follows some text. */
export type Expected = ExpectedCompletion | ExpectedError;

interface ExpectedCompletion {
  readonly text: string;
  readonly finishReason: "stop" | "length" | "content_filter";
  /** The numbers of tokens in the prompt and in the completion, if the server reports them. */
  readonly usage?: readonly [number, number];
}

interface ExpectedError {
  /** The status, unless the error is within a stream. */
  readonly status: number;
  readonly code?: string;
  /** The text before the error, in a stream. */
  readonly after?: string;
  /** Seconds. */
  readonly retryAfter?: number;
  /** A pattern of what the log says. */
  readonly log?: string;
}

/** Reads the reports of this folder: each file has those of one kind, one per line. */
export function readReports(): ReadonlyMap<string, readonly Report[]> {
  const folder = new URL(".", import.meta.url);
  const files = readdirSync(folder).filter((file) => file.endsWith(".jsonl"));
  return new Map(
    files.map((file) => {
      const lines = readFileSync(new URL(file, folder), "utf8").trimEnd().split("\n");
      // The files are written by hand for the test of this folder.
      return [file.replace(".jsonl", ""), lines.map((line): Report => JSON.parse(line))];
    }),
  );
}
