import { ResponseError } from "./response-error.ts";

/** The answer is not one of this API: a proxy's HTML, an empty error, a 200 with another content type, JSON of another shape. */
export class UnexpectedResponseError extends ResponseError {
  override readonly name = "UnexpectedResponseError";
  /** How the body begins, up to 200 characters. */
  declare readonly excerpt: string;

  constructor(problem: string, response: Response, body: string) {
    const excerpt = body.slice(0, 200);
    super(
      `${response.status} ${response.headers.get("content-type")}, ${problem}: ${JSON.stringify(excerpt)}`,
      response,
    );
    this.excerpt = excerpt;
  }
}
