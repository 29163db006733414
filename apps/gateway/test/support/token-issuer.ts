// An OpenID provider whose published keys a test may change, and which counts how often it is asked for them.
import { CompactSign, importJWK, type JWK } from "jose";
import { Events, type MutableToken, OAuth2Server } from "oauth2-mock-server";
import type { TokenIssuerEntry } from "../../src/auth/token-issuer.ts";

export const audience = "https://ml.azure.com";

/** What a token differs in from one that is accepted. */
export interface TokenChanges {
  /** The key that signs it, and that it names. */
  readonly kid?: string;
  readonly header?: Readonly<Record<string, unknown>>;
  /** Claims; those that are undefined are left out. */
  readonly payload?: Readonly<Record<string, unknown>>;
}

export class TestIssuer implements AsyncDisposable {
  /** What is published at `/rotating`. */
  published: JWK[] = [];
  /** How often that was fetched. */
  fetched = 0;
  readonly #server = new OAuth2Server();
  #port: number | undefined;

  static async start(): Promise<TestIssuer> {
    const issuer = new TestIssuer();
    issuer.published = [await issuer.createApiKey("first")];
    issuer.#server.service.addRoute("GET", "/rotating", (_request, response) => {
      issuer.fetched += 1;
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ keys: issuer.published }));
    });
    issuer.#server.service.on(Events.BeforeTokenSigning, ({ payload }: MutableToken) => {
      payload.sub = "someone";
    });
    await issuer.start();
    return issuer;
  }

  /** Makes a key to sign with, and returns what of it may be published. */
  async createApiKey(kid: string, algorithm = "RS256"): Promise<JWK> {
    const { keys } = this.#server.issuer;
    await keys.generate(algorithm, { kid });
    const made = keys.toJSON().find((key) => key.kid === kid);
    if (made === undefined) throw new Error(`There is no key ${kid}.`);
    return made;
  }

  /** On the port that it has had before, where it has had one. */
  async start(): Promise<void> {
    await this.#server.start(this.#port, "127.0.0.1");
    this.#port = this.#server.address().port;
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  /** Its `iss`. */
  get url(): string {
    return `http://localhost:${this.#port}`;
  }

  /** As the configuration has it. */
  get entry(): TokenIssuerEntry & { readonly jwks: string } {
    return { issuer: this.url, audience, jwks: `${this.url}/rotating`, algorithms: ["RS256"] };
  }

  async sign({ kid = "first", header, payload }: TokenChanges = {}): Promise<string> {
    const key = this.#server.issuer.keys.get(kid);
    if (key === undefined) throw new Error(`There is no key ${kid}.`);
    const head = { alg: key.alg, kid, ...header };
    return new CompactSign(Buffer.from(JSON.stringify({ ...this.claims(), ...payload })))
      .setProtectedHeader(head)
      .sign(await importJWK(key, head.alg));
  }

  /** Those of a token that is accepted. */
  claims(): Readonly<Record<string, unknown>> {
    return { iss: this.url, aud: audience, sub: "someone", exp: Math.floor(Date.now() / 1000) + 3600 };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#server.listening) await this.stop();
  }
}
