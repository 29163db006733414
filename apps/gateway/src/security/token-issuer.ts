import { HttpError } from "@completions-api/protocol";
import { type JWTPayload, jwtVerify } from "jose";
import { type Caller, createCaller, type Grant } from "./caller.ts";
import { createIssuerKeys, type KeySource } from "./issuer-keys.ts";
import { notAccepted } from "./not-accepted.ts";

/** Who may issue bearer tokens: Entra, or any OpenID provider. */
export interface TokenIssuerEntry extends KeySource, Grant {
  /** What tokens' `aud` is, or holds. */
  readonly audience: string;
  /** What tokens may be signed with (RFC 7518, section 3.1). None that is symmetric: its keys would not be public. */
  readonly algorithms: readonly SigningAlgorithm[];
}

/** A signature with a key pair. */
export type SigningAlgorithm = `${"RS" | "PS" | "ES"}${"256" | "384" | "512"}` | "EdDSA";

/** A token that is accepted, for now. */
export interface VerifiedToken {
  readonly caller: Caller;
  /** Seconds since 1970: its `exp`. */
  readonly expiresAt: number;
}

/** Seconds by which the issuer's clock may differ. */
const clockTolerance = 30;

/** Verifies the tokens of one issuer for one audience. */
export class TokenIssuer {
  readonly #entry: TokenIssuerEntry;
  readonly #keys: ReturnType<typeof createIssuerKeys>;

  constructor(entry: TokenIssuerEntry) {
    this.#entry = entry;
    this.#keys = createIssuerKeys(entry);
  }

  /** Whether a token with these claims, which anybody may have written, says it is one of these. */
  claims({ iss, aud }: JWTPayload): boolean {
    const { issuer, audience } = this.#entry;
    return iss === issuer && (Array.isArray(aud) ? aud.includes(audience) : aud === audience);
  }

  /**
   * Verifies a token's signature, issuer, audience and time.
   *
   * @throws HttpError 401 where one is wrong; 503 where the issuer's keys cannot be had.
   */
  async verify(token: string): Promise<VerifiedToken> {
    const { issuer, audience, algorithms } = this.#entry;
    try {
      const { payload } = await jwtVerify(token, this.#keys, {
        issuer,
        audience,
        algorithms: [...algorithms],
        clockTolerance,
        requiredClaims: ["exp"],
      });
      return {
        caller: createCaller(nameSubject(payload, issuer), this.#entry),
        expiresAt: Number(payload.exp),
      };
    } catch (error) {
      throw error instanceof HttpError ? error : notAccepted(error);
    }
  }
}

/** The application that a token was issued to (`azp` in OpenID Connect and Entra's v2.0, `appid` in v1.0), else its subject. */
function nameSubject({ azp, appid, sub }: JWTPayload, issuer: string): string {
  const subject = [azp, appid, sub].find((claim) => typeof claim === "string" && claim !== "");
  if (subject === undefined) throw new Error("It names no azp, appid or sub.");
  // Other issuers may have subjects of the same name, and API keys may, too.
  return `${subject}@${issuer.replace(/^https?:\/\//, "")}`;
}
