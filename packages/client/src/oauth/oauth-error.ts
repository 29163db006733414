import { ResponseError } from "../errors/response-error.ts";

/** What a token endpoint says of a request that it refuses. RFC 6749, section 5.2; servers may add to it. */
export interface OAuthErrorBody {
  /** A code such as `invalid_client` (the id or secret is wrong) or `invalid_scope`. */
  readonly error: string;
  /** What went wrong, for those who develop the client. */
  readonly error_description?: string;
  readonly [name: string]: unknown;
}

/** The token endpoint refused to give a token. `status` and `headers` are those of its answer. */
export class OAuthError extends ResponseError {
  override readonly name = "OAuthError";
  /** What the endpoint said. */
  readonly body: OAuthErrorBody;

  /** @param endpoint - where the request went, without what may be secret. */
  constructor(body: OAuthErrorBody, endpoint: string, response: Response) {
    super(
      `${response.status} ${body.error} from ${endpoint}: ${body.error_description ?? "(no description)"}`,
      response,
    );
    this.body = body;
  }
}

export function isOAuthErrorBody(body: unknown): body is OAuthErrorBody {
  return (
    typeof body === "object" &&
    body !== null &&
    "error" in body &&
    typeof body.error === "string" &&
    (!("error_description" in body) || typeof body.error_description === "string")
  );
}
