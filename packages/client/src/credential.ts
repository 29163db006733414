/** What a credential is told when it is asked for a token. */
export interface TokenRequest {
  /** A token that the server has rejected during this call. A credential that keeps tokens must not give it out again. */
  readonly rejectedToken?: string | undefined;
  /** Aborted when nobody waits for the token any more. */
  readonly abortSignal?: AbortSignal;
}

/** Gives tokens for scopes. The credentials of `@azure/identity` are such, and so is that of `@completions-api/client/oauth`. */
export interface TokenCredential {
  /**
   * Called before each attempt.
   *
   * @param scopes - what the token is to be good for; its client's `scopes`.
   * @returns a token, or null where there is none, which fails the call with a TypeError.
   */
  getToken(scopes: string[], request?: TokenRequest): Promise<{ readonly token: string } | null>;
}

/** A key or token, what gives one, or what gives one for scopes. It is asked before each attempt, so it may keep its token. */
export type Credential = string | ((request: TokenRequest) => string | Promise<string>) | TokenCredential;

/**
 * Asks a credential for a token.
 *
 * @throws TypeError where it gives none, or one that no header can carry. What the credential throws comes through.
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
    throw new TypeError("The credential gave no usable token.");
  }
  return token;
}
