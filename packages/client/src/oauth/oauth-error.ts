import { ResponseError } from "../errors/response-error.ts";

/** The body of a token endpoint's error response (RFC 6749, section 5.2). Servers may add further properties. */
export interface OAuthErrorBody {
  /** An error code such as `invalid_client` (the id or secret is wrong) or `invalid_scope`. */
  readonly error: string;
  /** A description of the error for developers. */
  readonly error_description?: string;
  readonly [name: string]: unknown;
}

/** The token endpoint refused to issue a token. `status` and `headers` are those of its response. */
export class OAuthError extends ResponseError {
  override readonly name = "OAuthError";
  /** The response's body. */
  readonly body: OAuthErrorBody;

  /** @param endpoint - the token endpoint's URL without parts that may be secret. */
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
