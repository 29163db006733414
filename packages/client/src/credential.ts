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
 * Gets a token from a credential. Errors of the credential are passed on unchanged.
 *
 * @throws TypeError if there is no token, or the token cannot be sent in a header.
 */
export async function readToken(
  credential: Credential,
  scopes: readonly string[],
  request: TokenRequest,
): Promise<string> {
  const token =
    typeof credential === "object"
      ? (await credential.getToken([...scopes], request))?.token
      : typeof credential === "function"
        ? await credential(request)
        : credential;
  // The platform's own error would quote the token.
  if (!token || /[^!-~]/.test(token)) {
    throw new TypeError("The credential returned no usable token.");
  }
  return token;
}
