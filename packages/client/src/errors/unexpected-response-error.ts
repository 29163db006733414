import { CompletionsError } from "./completions-error.ts";

/** The answer is not one of this API: a proxy's HTML, an empty error, a 200 with another content type, JSON of another shape. */
export class UnexpectedResponseError extends CompletionsError {
  override readonly name = "UnexpectedResponseError";
  readonly status: number;
  readonly headers: Headers;
  /** How the body begins, up to 200 characters. */
  readonly excerpt: string;

  constructor(problem: string, { status, headers }: Response, text: string, options?: ErrorOptions) {
    const excerpt = text.slice(0, 200);
    super(`${status}, ${problem}: ${JSON.stringify(excerpt)}`, options);
    this.status = status;
    this.headers = headers;
    this.excerpt = excerpt;
  }
}
