import { expect, test } from "vitest";
import { ApiKeys, createApiKey } from "../../src/auth/api-keys.ts";
import { createAuthenticate } from "../../src/auth/authenticate.ts";
import { createRateLimiter } from "../../src/limits/rate-limiter.ts";
import { ask, startTestGateway } from "../support/start-gateway.ts";
import { TestIssuer } from "../support/token-issuer.ts";

const authorized = (token: string): RequestInit => ({ headers: { authorization: `Bearer ${token}` } });

test("keys and bearer tokens give access to their deployments", async () => {
  await using issuer = await TestIssuer.start();
  const team = createApiKey("team");
  const elsewhere = createApiKey("elsewhere");
  const keys = new ApiKeys([team.entry, { ...elsewhere.entry, deployments: ["another"] }]);
  const callers: unknown[] = [];
  await using gateway = await startTestGateway({
    authenticate: createAuthenticate(keys, [issuer.entry]),
    observe: ({ caller }) => callers.push(caller),
  });
  const statusFor = async (token: string) => (await ask(gateway, { prompt: "Hi" }, authorized(token))).status;

  expect(await statusFor(team.key)).toBe(200);
  expect(await statusFor(await issuer.sign())).toBe(200);
  expect(await statusFor(elsewhere.key)).toBe(404);
  expect(await statusFor(await issuer.sign({ payload: { exp: 1 } }))).toBe(401);
  expect(callers).toEqual(["team", `someone@${issuer.url.replace("http://", "")}`, "elsewhere", undefined]);

  const refused = await ask(gateway, { prompt: "Hi" }, authorized(createApiKey("stranger").key));
  expect(refused.status).toBe(401);
  expect(refused.headers.get("x-ms-error-code")).toBe("unauthorized");
  expect(await refused.json()).toEqual({
    status: 401,
    error: "The token is not accepted",
    message:
      "The token is not accepted. Check that the API key or token is complete, for this server, and not expired.",
  });
});

test("a caller gets its limits in headers and is refused beyond them", async () => {
  const { key, entry } = createApiKey("team");
  const limits = { requestsPerMinute: 2, tokensPerMinute: 1000 };
  await using gateway = await startTestGateway({
    authenticate: createAuthenticate(new ApiKeys([{ ...entry, limits }]), []),
    rateLimiter: createRateLimiter({}),
  });
  const askFor = (maxTokens: number) =>
    ask(gateway, { prompt: "Hi", max_tokens: maxTokens }, authorized(key));

  const first = await askFor(700);
  expect(first.status).toBe(200);
  expect(first.headers.get("x-ratelimit-limit-requests")).toBe("2");
  expect(first.headers.get("x-ratelimit-remaining-requests")).toBe("1");
  expect(first.headers.get("x-ratelimit-remaining-tokens")).toBe("299");
  const { usage } = (await first.json()) as { usage: { total_tokens: number } };

  const second = await askFor(1);
  expect(second.status).toBe(200);
  expect(second.headers.get("x-ratelimit-remaining-tokens")).toBe(String(1000 - usage.total_tokens - 2));
  await second.json();

  const third = await askFor(1);
  expect(third.status).toBe(429);
  expect(third.headers.get("x-ratelimit-remaining-requests")).toBe("0");
  expect(third.headers.get("retry-after")).toMatch(/^(60|[1-5]?[0-9])$/);
  expect(await third.json()).toMatchObject({
    status: 429,
    error: "The limit of requests per minute is exceeded",
  });
});
