import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import fc from "fast-check";
import { expect, onTestFinished, test, vi } from "vitest";
import { ApiKeys } from "../../src/auth/api-keys.ts";
import { createAuthenticate } from "../../src/auth/authenticate.ts";
import { createLogs } from "../../src/telemetry/logs.ts";
import { refusal } from "../support/refusal.ts";
import { forge, type ScriptedIssuer, startScriptedIssuer } from "../support/scripted-issuer.ts";
import { ask, startTestGateway } from "../support/start-gateway.ts";
import { audience, TestIssuer } from "../support/token-issuer.ts";

const seconds = () => Math.floor(Date.now() / 1000);
const claimsOf = ({ url }: { readonly url: string }) => ({
  iss: url,
  aud: audience,
  sub: "someone",
  exp: seconds() + 600,
});
const accepting = ({ url }: ScriptedIssuer) =>
  createAuthenticate(new ApiKeys([]), [
    { issuer: url, audience, jwks: `${url}/keys`, algorithms: ["RS256"] },
  ]);
const forgeFor = (issuer: ScriptedIssuer) => forge({ alg: "RS256", kid: randomUUID() }, claimsOf(issuer));
const endWith =
  (status: number, body = "") =>
  (response: ServerResponse): void => {
    response.writeHead(status).end(body);
  };

test.each([
  ["refuses", endWith(500)],
  ["redirects", endWith(307)],
  ["sends something else than JSON", endWith(200, "<html>")],
  ["sends another document", endWith(200, '{"keys":7}')],
  ["disconnects", (response: ServerResponse) => response.destroy()],
])("a thousand forged tokens cause one fetch while their issuer %s", async (_, respond) => {
  await using issuer = await startScriptedIssuer(respond);
  const authenticate = accepting(issuer);
  const together = await Promise.all(
    Array.from({ length: 500 }, () => refusal(authenticate, forgeFor(issuer))),
  );
  const begun = performance.now();
  for (let count = 0; count < 500; count += 1) together.push(await refusal(authenticate, forgeFor(issuer)));
  // The gateway asks again after a second.
  expect(issuer.asked).toBeLessThanOrEqual(1 + Math.floor((performance.now() - begun) / 1000));
  for (const { status, headers } of together) {
    expect({ status, retryAfter: headers["retry-after"] }).toEqual({ status: 503, retryAfter: "1" });
  }
});

test("a thousand forged tokens share one fetch from a slow issuer, and keep nobody else waiting", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  await using keys = await TestIssuer.start();
  const publish = endWith(200, JSON.stringify({ keys: keys.published }));
  await using issuer = await startScriptedIssuer(publish);
  const authenticate = accepting(issuer);
  const sign = () => keys.sign({ payload: { iss: issuer.url, jti: randomUUID() } });
  const forgeMany = () =>
    Promise.all(Array.from({ length: 1000 }, () => refusal(authenticate, forgeFor(issuer))));
  await authenticate(await sign());

  // Within half a minute, an unknown key stays unknown.
  expect(new Set((await forgeMany()).map(({ status }) => status))).toEqual(new Set([401]));
  expect(issuer.asked).toBe(1);

  vi.setSystemTime(Date.now() + 31_000);
  const asked = Promise.withResolvers<ServerResponse>();
  issuer.respond = asked.resolve;
  const forged = forgeMany();
  const response = await asked.promise;
  expect((await authenticate(await sign())).name).toMatch(/^someone@/);
  publish(response);
  expect(new Set((await forged).map(({ status }) => status))).toEqual(new Set([401]));
  expect(issuer.asked).toBe(2);
});

test("reads at most a megabyte of keys", async () => {
  let sent = 0;
  await using issuer = await startScriptedIssuer((response) => {
    const send = () => {
      while (sent < 1e9) {
        sent += 65_536;
        if (!response.write(" ".repeat(65_536))) return;
      }
    };
    response.on("drain", send);
    send();
  });
  const error = await refusal(accepting(issuer), forgeFor(issuer));
  expect(error.status).toBe(503);
  expect(String(Object(error.cause).cause)).toContain("more than 1048576 bytes");
  expect(sent).toBeLessThan(64e6);
});

const secret = "a-word-of-the-token";

test("the log quotes nothing of a token that is not verified", async () => {
  await using issuer = await TestIssuer.start();
  const lines: string[] = [];
  const logs = createLogs({ level: "debug" }, { write: (line) => lines.push(line) });
  await using gateway = await startTestGateway({
    authenticate: createAuthenticate(new ApiKeys([]), [issuer.entry]),
    observe: logs.observe,
  });
  const claims = issuer.claims();
  const tokens = [
    secret,
    forge({ alg: "RS256", kid: secret }, claims),
    forge({ alg: secret, kid: "first" }, claims),
    forge({ alg: "RS256", kid: "first", crit: [secret], [secret]: true }, claims),
    forge({ alg: "RS256", kid: "first", crit: secret }, claims),
    forge({ alg: "RS256", kid: "first", b64: secret, crit: ["b64"] }, claims),
    forge({ alg: "RS256", kid: "first", typ: secret }, { ...claims, sub: secret }),
    forge({ alg: "RS256", kid: "first" }, { ...claims, iss: secret }),
    forge({ alg: "RS256", kid: "first" }, { ...claims, aud: secret }),
    forge({ alg: "RS256", kid: "first" }, { ...claims, [secret]: secret }),
    forge({ alg: "RS256", jku: `http://${secret}/`, x5u: `http://${secret}/` }, claims),
    `${secret}.${secret}.${secret}`,
    `eyJhbGciOiJSUzI1NiJ9.${secret}.${secret}`,
  ];
  const answers = await Promise.all(
    tokens.map((token) => ask(gateway, { prompt: "Hi" }, { headers: { authorization: `Bearer ${token}` } })),
  );
  const texts = await Promise.all(answers.map((answer) => answer.text()));
  expect(answers.map(({ status }) => status)).toEqual(tokens.map(() => 401));
  expect(lines.length).toBeGreaterThanOrEqual(tokens.length);
  expect(lines.join("")).toContain("It is not a JSON Web Token that can be verified.");
  expect([...lines, ...texts].filter((text) => text.includes(secret))).toEqual([]);
});

test("accepts no header and no claims that nobody signed", async () => {
  await using issuer = await TestIssuer.start();
  const authenticate = createAuthenticate(new ApiKeys([]), [issuer.entry]);
  const algorithm = fc.constantFrom<unknown>(
    "RS256",
    "none",
    "nOnE",
    "HS256",
    "PS256",
    "",
    null,
    ["RS256"],
    7,
  );
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom(issuer.url, audience, [[audience]], 1e308, "first"));
  const header = fc.dictionary(
    fc.constantFrom("kid", "jku", "x5u", "jwk", "x5c", "crit", "b64", "typ", "cty", "zip", "__proto__"),
    value,
  );
  const claims = fc.dictionary(fc.constantFrom("iss", "aud", "exp", "nbf", "sub", "azp", "__proto__"), value);
  await fc.assert(
    fc.asyncProperty(algorithm, header, claims, async (alg, head, body) => {
      const token = forge({ kid: "first", ...head, alg }, { ...issuer.claims(), ...body });
      expect((await refusal(authenticate, token)).status).toBe(401);
    }),
    { numRuns: 1000 },
  );
  expect(issuer.fetched).toBeLessThanOrEqual(1);
});

test("keeps an accepted token for five minutes at most, however late it expires", async () => {
  await using issuer = await TestIssuer.start();
  const authenticate = createAuthenticate(new ApiKeys([]), [issuer.entry]);
  for (const exp of [1e308, Number.MAX_SAFE_INTEGER]) {
    expect((await authenticate(await issuer.sign({ payload: { exp, nbf: -1e308 } }))).name).toMatch(
      /^someone@/,
    );
  }
});
