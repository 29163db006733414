// An OpenID provider whose published keys a test may change and which counts how often they are fetched.
import { CompactSign, importJWK, type JWK } from "jose";
import { Events, type MutableToken, OAuth2Server } from "oauth2-mock-server";
import type { TokenIssuerEntry } from "../../src/auth/token-issuer.ts";

export const audience = "https://ml.azure.com";

/** The differences of a token from one that is accepted. */
export interface TokenChanges {
  /** The key that signs the token and that its header names. */
  readonly kid?: string;
  readonly header?: Readonly<Record<string, unknown>>;
  /** Claims; undefined ones are omitted. */
  readonly payload?: Readonly<Record<string, unknown>>;
}

export class TestIssuer implements AsyncDisposable {
  /** The keys published at `/rotating`. */
  published: JWK[] = [];
  /** How often they were fetched. */
  fetched = 0;
  readonly #server = new OAuth2Server();
  #port: number | undefined;

  static async start(): Promise<TestIssuer> {
    const issuer = new TestIssuer();
    issuer.published = [await issuer.createKey("first")];
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

  /** Creates a key to sign with and returns its public part. */
  async createKey(kid: string, algorithm = "RS256"): Promise<JWK> {
    const { keys } = this.#server.issuer;
    await keys.generate(algorithm, { kid });
    const key = keys.toJSON().find((key) => key.kid === kid);
    if (key === undefined) throw new Error(`There is no key ${kid}.`);
    return key;
  }

  /** Starts on the same port as before, if it ran before. */
  async start(): Promise<void> {
    await this.#server.start(this.#port, "127.0.0.1");
    this.#port = this.#server.address().port;
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  /** The `iss` of its tokens. */
  get url(): string {
    return `http://localhost:${this.#port}`;
  }

  /** Its entry in the configuration. */
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

  /** Returns the claims of a token that is accepted. */
  claims(): Readonly<Record<string, unknown>> {
    return { iss: this.url, aud: audience, sub: "someone", exp: Math.floor(Date.now() / 1000) + 3600 };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#server.listening) await this.stop();
  }
}
