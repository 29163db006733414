import { type HttpError, otherError } from "@completions-api/protocol";
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import { discoverJwks } from "./discover-jwks.ts";
import { fetchJson } from "./fetch-json.ts";

/** Milliseconds after which an issuer's keys are fetched again. The known keys are used meanwhile. */
const refreshAfter = 600_000;

/** Milliseconds after a fetch in which an unknown key is not looked for again, because anybody can name one. */
const pauseAfterFetch = 30_000;

/** Milliseconds after a fetch that failed in which there is no other one, however many tokens arrive. */
const pauseAfterFailure = 1000;

/** Milliseconds until an issuer must have answered. */
const timeout = 5000;

/** The place of an issuer's keys. */
export interface KeySource {
  /** The `iss` of its tokens. */
  readonly issuer: string;
  /** The URL of its JSON Web Key Set (RFC 7517, section 5). By default the one in its OpenID discovery document. */
  readonly jwks?: string;
}

/**
 * Creates a function that finds an issuer's signing keys. Fetches the keys when they are first needed, and again for an
 * unknown key, at most every 30 seconds. While the issuer is down, the known keys stay in use, and there is at most one fetch at
 * a time and a second after the last one.
 *
 * @returns what `jwtVerify` of `jose` takes. It throws an error of `jose` unless the issuer has exactly one such key, and
 * HttpError 503 if the keys cannot be fetched.
 */
export function createIssuerKeys(source: KeySource): JWTVerifyGetKey {
  const keys = new IssuerKeys(source);
  return (header, token) => keys.find(header, token);
}

class IssuerKeys {
  readonly #source: KeySource;
  /** The URL of the key set, once it is known. */
  #jwks: string | undefined;
  #known: JWTVerifyGetKey | undefined;
  #fetching: Promise<JWTVerifyGetKey> | undefined;
  /** The reason why the last fetch failed. */
  #failure: unknown;
  /** Times of `Date.now()`. */
  #staleAt = 0;
  #pausedUntil = 0;

  constructor(source: KeySource) {
    this.#source = source;
    this.#jwks = source.jwks;
  }

  async find(...token: Parameters<JWTVerifyGetKey>): Promise<Awaited<ReturnType<JWTVerifyGetKey>>> {
    const isStale = this.#known !== undefined && Date.now() > this.#staleAt;
    if (isStale && this.#fetching === undefined && !this.#isPaused) {
      // If this fails, the known keys stay until the next time.
      this.#fetch().catch(() => {});
    }
    const known = this.#known ?? (await this.#fetch());
    try {
      return await known(...token);
    } catch (error) {
      const isKnown = !(error instanceof errors.JWKSNoMatchingKey);
      if (isKnown || (this.#isPaused && this.#failure === undefined)) throw error;
    }
    const renewed = await this.#fetch();
    return renewed(...token);
  }

  get #isPaused(): boolean {
    return Date.now() < this.#pausedUntil;
  }

  /** Fetches the keys once for all that ask meanwhile. */
  async #fetch(): Promise<JWTVerifyGetKey> {
    if (this.#fetching === undefined && this.#isPaused) throw this.#unavailable();
    this.#fetching ??= this.#fetchNow();
    try {
      return await this.#fetching;
    } catch {
      throw this.#unavailable();
    }
  }

  async #fetchNow(): Promise<JWTVerifyGetKey> {
    try {
      const signal = AbortSignal.timeout(timeout);
      this.#jwks ??= await discoverJwks(this.#source.issuer, signal);
      // `createLocalJWKSet` checks that it is a key set.
      this.#known = createLocalJWKSet((await fetchJson(this.#jwks, signal)) as JSONWebKeySet);
      this.#failure = undefined;
      this.#staleAt = Date.now() + refreshAfter;
      this.#pausedUntil = Date.now() + pauseAfterFetch;
      return this.#known;
    } catch (error) {
      this.#failure = error;
      this.#pausedUntil = Date.now() + pauseAfterFailure;
      throw error;
    } finally {
      this.#fetching = undefined;
    }
  }

  #unavailable(): HttpError {
    const problem = "Bearer tokens cannot be checked now, because their issuer does not answer";
    const retryAfter = Math.max(1, Math.ceil((this.#pausedUntil - Date.now()) / 1000));
    const cause = new Error(`The keys of ${this.#source.issuer} cannot be fetched.`, {
      cause: this.#failure,
    });
    return otherError("service_unavailable", problem, { advice: "Try again.", retryAfter, cause });
  }
}
