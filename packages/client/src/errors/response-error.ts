import { CompletionsError } from "./completions-error.ts";

/** The server answered with something else than a completion. */
export abstract class ResponseError extends CompletionsError {
  /** The status of the response: that of an error, or 200 with what is no completion. */
  declare readonly status: number;
  /** The headers of the response. */
  declare readonly headers: Headers;

  constructor(message: string, { status, headers }: Response) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}
