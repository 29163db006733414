import { CompletionsError } from "./completions-error.ts";

/** The server answered with something else than a completion. */
export abstract class ResponseError extends CompletionsError {
  readonly status: number;
  readonly headers: Headers;

  constructor(message: string, { status, headers }: Response) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}
