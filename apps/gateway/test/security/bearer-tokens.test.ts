import { createHmac, hash } from "node:crypto";
import fc from "fast-check";
import { CompactSign, type CryptoKey, exportJWK, exportSPKI, generateKeyPair, importJWK } from "jose";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { ApiKeys, createApiKey } from "../../src/auth/api-keys.ts";
import { createAuthenticate } from "../../src/auth/authenticate.ts";
import type { Authenticate } from "../../src/auth/caller.ts";
import type { TokenIssuerEntry } from "../../src/auth/token-issuer.ts";
import { refusal } from "../support/refusal.ts";
import { audience, TestIssuer } from "../support/token-issuer.ts";

let issuer: TestIssuer;
let authenticate: Authenticate;

beforeAll(async () => {
  issuer = await TestIssuer.start();
  await issuer.createKey("unpublished");
  issuer.published.push(await issuer.createKey("elliptic", "ES256"));
  return () => issuer[Symbol.asyncDispose]();
});

beforeEach(() => {
  authenticate = accepting(issuer.entry);
});

const accepting = (...entries: TokenIssuerEntry[]) => createAuthenticate(new ApiKeys([]), entries);
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const seconds = () => Math.floor(Date.now() / 1000);
const named = (subject: string) => `${subject}@${issuer.url.replace("http://", "")}`;

test("accepts the provider's own tokens with discovered keys", async () => {
  const body = new URLSearchParams({ grant_type: "client_credentials", aud: audience });
  const response = await fetch(`${issuer.url}/token`, { method: "POST", body });
  const { access_token: token } = (await response.json()) as { access_token: string };
  const { jwks: _, ...entry } = issuer.entry;
  expect(await accepting(entry)(token)).toEqual({ name: named("someone") });
});

test("names a caller after its application, or else its subject", async () => {
  const nameOf = async (payload: object) =>
    (await authenticate(await issuer.sign({ payload: { ...payload } }))).name;
  expect(await nameOf({})).toBe(named("someone"));
  expect(await nameOf({ appid: "an-app" })).toBe(named("an-app"));
  expect(await nameOf({ appid: "an-app", azp: "another-app" })).toBe(named("another-app"));
});

test.each([
  ["with several audiences", () => ({ aud: ["https://other.example", audience] })],
  ["that expired a moment ago", () => ({ exp: seconds() - 20 })],
  ["that becomes valid in a moment", () => ({ nbf: seconds() + 20 })],
])("accepts a token %s", async (_what, createPayload) => {
  const token = await issuer.sign({ payload: createPayload() });
  expect(await authenticate(token)).toEqual({ name: named("someone") });
});

test("each issuer has its own callers and grants", async () => {
  await using other = await TestIssuer.start();
  const limits = { tokensPerMinute: 7, concurrency: 2 };
  const grant = { limits, team: "research", weight: 2, priority: "low" } as const;
  authenticate = accepting(
    issuer.entry,
    { ...other.entry, deployments: ["llama"], ...grant },
    { ...other.entry, audience: "another" },
  );
  expect(await authenticate(await issuer.sign())).toEqual({ name: named("someone") });
  const name = `someone@${other.url.replace("http://", "")}`;
  expect(await authenticate(await other.sign())).toEqual({ name, deployments: new Set(["llama"]), ...grant });
  expect(await authenticate(await other.sign({ payload: { aud: "another" } }))).toEqual({ name });
  const forged = await other.sign({ payload: { iss: issuer.url } });
  expect((await refusal(authenticate, forged)).status).toBe(401);
});

test.each(
  Object.entries({
    "another issuer": { iss: "https://other.example" },
    "a missing issuer": { iss: undefined },
    "another audience": { aud: "https://other.example" },
    "a missing audience": { aud: undefined },
    "an expiry in the past": { exp: seconds() - 60 },
    "a missing expiry": { exp: undefined },
    "an expiry that is not a number": { exp: "tomorrow" },
    "a start in the future": { nbf: seconds() + 60 },
    "a missing subject": { sub: undefined },
    "a subject that is not a string": { sub: 7 },
  }),
)("refuses a token with %s", async (_what, payload) => {
  expect((await refusal(authenticate, await issuer.sign({ payload }))).status).toBe(401);
});

/** Signs with public information as if it were a secret (RFC 8725, section 2.1). */
function signSymmetrically(secret: string): string {
  const signed = `${base64url({ alg: "HS256", kid: "first" })}.${base64url(issuer.claims())}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

async function publicKey(): Promise<CryptoKey> {
  const key = await importJWK({ ...issuer.published[0], ext: true }, "RS256");
  if (key instanceof Uint8Array) throw new Error("The key is a secret.");
  return key;
}

test.each(
  Object.entries({
    "no algorithm": () => `${base64url({ alg: "none" })}.${base64url(issuer.claims())}.`,
    "no algorithm but a kid": () =>
      `${base64url({ alg: "none", kid: "first" })}.${base64url(issuer.claims())}.`,
    "a MAC with the public key's text": async () => signSymmetrically(await exportSPKI(await publicKey())),
    "a MAC with the public key's JWK": () => signSymmetrically(JSON.stringify(issuer.published[0])),
    "a MAC with an empty secret": () => signSymmetrically(""),
    "a key that is not published": () => issuer.sign({ kid: "unpublished" }),
    "another key than its header names": () => issuer.sign({ kid: "unpublished", header: { kid: "first" } }),
    "a key in its own header": async () => {
      const { privateKey, publicKey } = await generateKeyPair("RS256");
      const header = { alg: "RS256", kid: "first", jwk: await exportJWK(publicKey) };
      const payload = Buffer.from(JSON.stringify(issuer.claims()));
      return new CompactSign(payload).setProtectedHeader(header).sign(privateKey);
    },
    "an algorithm that is not configured": () => issuer.sign({ header: { alg: "RS512" } }),
    "a published key of another algorithm": () => issuer.sign({ kid: "elliptic" }),
    "claims that were changed later": async () => {
      const [head, , signature] = (await issuer.sign()).split(".");
      return `${head}.${base64url({ ...issuer.claims(), sub: "admin" })}.${signature}`;
    },
    "half a signature": async () => (await issuer.sign()).slice(0, -100),
  }),
)("refuses a token signed with %s", async (_what, createToken) => {
  expect((await refusal(authenticate, await createToken())).status).toBe(401);
});

test("accepts another algorithm if configured", async () => {
  authenticate = accepting({ ...issuer.entry, algorithms: ["ES256"] });
  expect(await authenticate(await issuer.sign({ kid: "elliptic" }))).toEqual({ name: named("someone") });
  expect((await refusal(authenticate, await issuer.sign())).status).toBe(401);
});

test("refuses all tokens with the same message, and the logged reason quotes nothing of them", async () => {
  const { key } = createApiKey("unknown");
  const expired = await issuer.sign({ payload: { exp: 1, sub: "a-secret-subject" } });
  const forged = await issuer.sign({ kid: "unpublished", payload: { sub: "a-secret-subject" } });
  const errors = await Promise.all([key, expired, forged].map((token) => refusal(authenticate, token)));
  for (const error of errors) {
    expect(error.body.error).toBe("The token is not accepted");
    expect(error.headers["www-authenticate"]).toBe("Bearer");
    const { cause } = error;
    if (!(cause instanceof Error)) throw new Error("The error has no cause.");
    expect(Object.keys(cause)).toEqual([]);
    expect(cause.message).not.toMatch(/secret|capi_|eyJ/);
  }
  const causes = errors.map(({ cause }) => String(cause));
  expect(causes[1]).toContain('"exp" claim timestamp check failed');
  expect(causes[2]).toContain("no applicable key found");
});

test("refuses anything that is not a token of the issuer, without asking the issuer", async () => {
  const before = issuer.fetched;
  const part = fc.oneof(
    fc.string(),
    fc.json().map((json) => Buffer.from(json).toString("base64url")),
  );
  const tokens = fc.oneof(
    fc.string(),
    fc.array(part, { maxLength: 6 }).map((parts) => parts.join(".")),
  );
  await fc.assert(
    fc.asyncProperty(tokens, async (token) => {
      expect((await refusal(authenticate, token)).status).toBe(401);
    }),
    { numRuns: 1000 },
  );
  expect(issuer.fetched).toBe(before);
});

test("treats an API key that looks like a token as a key", async () => {
  const token = await issuer.sign({ payload: { iss: "https://other.example" } });
  authenticate = createAuthenticate(new ApiKeys([{ name: "old", sha256: hash("sha256", token) }]), [
    issuer.entry,
  ]);
  expect(await authenticate(token)).toEqual({ name: "old" });
});
