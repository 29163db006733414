import { CompletionsError } from "./completions-error.ts";

/** The server's response is not a completion. */
export abstract class ResponseError extends CompletionsError {
  /** The response's status. It is 200 if the body is not a completion although the status promises one. */
  declare readonly status: number;
  /** The response's headers. */
  declare readonly headers: Headers;

  constructor(message: string, { status, headers }: Response) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}
