import { ResponseError } from "./response-error.ts";

/** The response does not follow this API: a proxy's HTML, an empty error, a 200 with another content type, other JSON. */
export class UnexpectedResponseError extends ResponseError {
  override readonly name = "UnexpectedResponseError";
  /** The beginning of the body, at most 200 characters. */
  declare readonly excerpt: string;

  constructor(problem: string, response: Response, body: string) {
    const excerpt = body.slice(0, 200);
    const type = response.headers.get("content-type") ?? "without a content type";
    super(`${response.status} ${type}, ${problem}: ${JSON.stringify(excerpt)}`, response);
    this.excerpt = excerpt;
  }
}
