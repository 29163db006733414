import { HttpError, unauthorized } from "@completions-api/protocol";
import { errors, type JWTPayload, jwtVerify } from "jose";
import { createCaller, type Grant } from "./caller.ts";
import { createIssuerKeys, type KeySource } from "./issuer-keys.ts";
import { type VerifiedToken, VerifiedTokens } from "./verified-tokens.ts";

/** An issuer of bearer tokens: Entra, or any OpenID provider. */
export interface TokenIssuerEntry extends KeySource, Grant {
  /** The value that tokens have as, or among, their `aud`. */
  readonly audience: string;
  /** The allowed signature algorithms (RFC 7518, section 3.1). Symmetric ones are excluded, because their keys are not public. */
  readonly algorithms: readonly SigningAlgorithm[];
}

/** A signature algorithm with a key pair. */
export type SigningAlgorithm = `${"RS" | "PS" | "ES"}${"256" | "384" | "512"}` | "EdDSA";

/** Seconds by which the issuer's clock may be off. */
const clockTolerance = 30;

/** Verifies the tokens of one issuer for one audience. */
export class TokenIssuer {
  readonly entry: TokenIssuerEntry;
  /** Its tokens that were verified lately. */
  readonly verified: VerifiedTokens = new VerifiedTokens();
  readonly #keys: ReturnType<typeof createIssuerKeys>;

  constructor(entry: TokenIssuerEntry) {
    this.entry = entry;
    this.#keys = createIssuerKeys(entry);
  }

  /** Returns whether a token with these claims, which are not verified, says that it comes from this issuer for this audience. */
  matches({ iss, aud }: JWTPayload): boolean {
    const { issuer, audience } = this.entry;
    return iss === issuer && (Array.isArray(aud) ? aud.includes(audience) : aud === audience);
  }

  /**
   * Verifies a token's signature, issuer, audience and time.
   *
   * @throws HttpError 401 if one of them is wrong; 503 if the issuer's keys cannot be fetched.
   */
  async verify(token: string): Promise<VerifiedToken> {
    const { issuer, audience, algorithms } = this.entry;
    try {
      const { payload } = await jwtVerify(token, this.#keys, {
        issuer,
        audience,
        algorithms: [...algorithms],
        clockTolerance,
        requiredClaims: ["exp"],
      });
      return {
        caller: createCaller(nameSubject(payload, issuer), this.entry),
        expiresAt: Number(payload.exp),
      };
    } catch (error) {
      throw error instanceof HttpError ? error : notAccepted(explain(error));
    }
  }
}

/** Names the application that a token was issued to (`azp` in OpenID Connect and Entra v2.0, `appid` in v1.0), else its subject. */
function nameSubject({ azp, appid, sub }: JWTPayload, issuer: string): string {
  const subject = [azp, appid, sub].find((claim) => typeof claim === "string" && claim !== "");
  if (subject === undefined) throw notAccepted("It has no azp, appid or sub.");
  // Other issuers, and API keys, may use the same name.
  return `${subject}@${issuer.replace(/^https?:\/\//, "")}`;
}

/** Errors whose messages say which check failed, in words of `jose` alone. */
const explained = [
  errors.JOSEAlgNotAllowed,
  errors.JWKSMultipleMatchingKeys,
  errors.JWKSNoMatchingKey,
  errors.JWSSignatureVerificationFailed,
  errors.JWTClaimValidationFailed,
  errors.JWTExpired,
];

/** Explains why a token is not accepted. Other messages of `jose` quote the token, for example its extension headers. */
function explain(error: unknown): string {
  const isExplained = explained.some((kind) => error instanceof kind);
  return isExplained ? String(error) : "It is not a JSON Web Token that can be verified.";
}

/**
 * Creates the 401 for a token that is not accepted. Only the log says why.
 *
 * @param reason - a sentence that quotes nothing of the token.
 */
export function notAccepted(reason: string): HttpError {
  return unauthorized("The token is not accepted", {
    advice: "Check that the API key or token is complete, for this server, and not expired.",
    cause: new Error(reason),
  });
}
