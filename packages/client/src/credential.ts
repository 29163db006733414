import { requireOption } from "./require-option.ts";

/** The details of a request for a token, as a credential receives them. */
export interface TokenRequest {
  /** A token that the server rejected during this call. A credential that caches tokens must not return it again. */
  readonly rejectedToken?: string | undefined;
  /** Aborted when nobody waits for the token any more. */
  readonly abortSignal?: AbortSignal;
}

/** An object that issues tokens for scopes, like the credentials of `@azure/identity` and `@completions-api/client/oauth`. */
export interface TokenCredential {
  /**
   * Returns a token. It is called before each attempt.
   *
   * @param scopes - the scopes that the token must cover: the client's `scopes`.
   * @returns a token, or null if there is none. Null fails the call with a TypeError.
   */
  getToken(scopes: string[], request?: TokenRequest): Promise<{ readonly token: string } | null>;
}

/** A key or token, a function that returns one, or an object that issues tokens. It is asked anew before each attempt. */
export type Credential = string | ((request: TokenRequest) => string | Promise<string>) | TokenCredential;

/**
 * Checks a credential as far as that is possible without asking it for a token.
 *
 * @throws TypeError if there is none, if it has another type, or if it is a token that cannot be sent.
 */
export function checkCredential(credential: Credential): void {
  if (!credential || typeof credential === "string") checkToken("The option `credential`", credential);
  // For example the promise of a token.
  else if (typeof credential !== "function" && typeof credential.getToken !== "function") {
    throw new TypeError("The option `credential` must be a string, a function or an object with `getToken`.");
  }
}

/**
 * Gets a token from a credential. Errors of the credential are passed on unchanged.
 *
 * @throws TypeError if there is no token, or the token cannot be sent in a header.
 */
export async function readToken(
  credential: Credential,
  scopes: readonly string[],
  request: TokenRequest,
): Promise<string> {
  if (typeof credential === "string") return credential;
  const token =
    typeof credential === "object"
      ? (await credential.getToken([...scopes], request))?.token
      : await credential(request);
  checkToken("The token from `credential`", token);
  return token;
}

function checkToken(subject: string, token: string | null | undefined): asserts token is string {
  requireOption(subject, token, "COMPLETIONS_KEY");
  // The platform's own error would quote the token.
  if (/[^!-~]/.test(`${token}`)) {
    throw new TypeError(
      `${subject} contains a line break, a space or another character that a header cannot hold.`,
    );
  }
}
