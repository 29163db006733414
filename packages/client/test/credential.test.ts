import { expect, test } from "vitest";
import { type Credential, createCompletionsClient, type TokenRequest } from "../src/index.ts";
import { clientOf, failureOf } from "./support/client.ts";
import { completion, respondError, respondJson } from "./support/responses.ts";
import { serve, type TestServer } from "./support/serve.ts";
import { spec } from "./support/spec.ts";

const request = { prompt: "Once upon a time" };
const complete = respondJson(200, completion);
const refuse = respondJson(401, { status: 401, error: "Unauthorized", message: "The token is not known." });

function tokensSentTo(server: TestServer): unknown[] {
  return server.requests.map(({ headers }) => headers.authorization);
}

/** Creates a credential that returns these tokens in turn, and the list of requests it receives. */
function tokens(...values: string[]): { credential: Credential; asked: TokenRequest[] } {
  const asked: TokenRequest[] = [];
  return {
    asked,
    credential(request) {
      asked.push(request);
      return values[Math.min(asked.length, values.length) - 1] ?? "";
    },
  };
}

test.for<[string, Credential]>([
  ["a string", "token"],
  ["a function", () => "token"],
  ["a function that promises", async () => "token"],
  ["an object with getToken", { getToken: async () => ({ token: "token" }) }],
])("%s is a credential", async ([, credential]) => {
  await using server = await serve(complete);
  await clientOf(server, { credential }).complete(request);
  expect(tokensSentTo(server)).toEqual(["Bearer token"]);
});

test("getToken is called as a method, with the client's scopes or else the spec's", async () => {
  await using server = await serve(complete);
  class Asked {
    readonly scopes: string[][] = [];

    async getToken(scopes: string[]) {
      this.scopes.push(scopes);
      return { token: "token", expiresOnTimestamp: 0 };
    }
  }
  const credential = new Asked();
  await clientOf(server, { credential }).complete(request);
  await clientOf(server, { credential, scopes: ["one", "two"] }).complete(request);
  const { scopes } = spec.components.securitySchemes.AADToken.flows.clientCredentials;
  expect(credential.scopes).toEqual([Object.keys(scopes), ["one", "two"]]);
});

test("a credential is called before each attempt", async () => {
  await using server = await serve(respondError(503), complete);
  const { credential, asked } = tokens("one", "two");
  await clientOf(server, { credential, maxRetries: 1 }).complete(request);
  expect(tokensSentTo(server)).toEqual(["Bearer one", "Bearer two"]);
  expect(asked.map(({ rejectedToken }) => rejectedToken)).toEqual([undefined, undefined]);
});

test.for([0, 2])(
  "after a 401, the credential is called for another token and the call is sent again, with %i retries",
  async (maxRetries) => {
    await using server = await serve(refuse, complete);
    const { credential, asked } = tokens("old", "new");
    const retries: unknown[] = [];
    const client = clientOf(server, { credential, maxRetries, onRetry: (retry) => retries.push(retry) });
    expect(await client.complete(request)).toEqual(completion);
    expect(asked.map(({ rejectedToken }) => rejectedToken)).toEqual([undefined, "old"]);
    expect(tokensSentTo(server)).toEqual(["Bearer old", "Bearer new"]);
    expect(retries).toMatchObject([{ attempt: 1, error: { status: 401 } }]);
  },
);

test("getToken also receives the rejected token", async () => {
  await using server = await serve(refuse, complete);
  const credential = {
    getToken: async (_scopes: string[], { rejectedToken }: TokenRequest = {}) => ({
      token: rejectedToken === "old" ? "new" : "old",
    }),
  };
  await clientOf(server, { credential }).complete(request);
  expect(tokensSentTo(server)).toEqual(["Bearer old", "Bearer new"]);
});

test("a second 401 is an error, even if there are more tokens", async () => {
  await using server = await serve(refuse);
  const { credential } = tokens("one", "two", "three");
  const client = clientOf(server, { credential, maxRetries: 5 });
  await expect(client.complete(request)).rejects.toMatchObject({ name: "ApiError", status: 401 });
  expect(tokensSentTo(server)).toEqual(["Bearer one", "Bearer two"]);
});

test.for<[string, Credential]>([
  ["a string", "key"],
  ["a function that returns the same token", () => "key"],
])("a 401 is an error at once if there is no other token: %s", async ([, credential]) => {
  await using server = await serve(refuse);
  const client = clientOf(server, { credential, maxRetries: 5 });
  await expect(client.complete(request)).rejects.toMatchObject({ name: "ApiError", status: 401 });
  expect(server.requests).toHaveLength(1);
});

test("the attempt with another token does not count as a retry", async () => {
  await using server = await serve(refuse, respondError(503), complete);
  const { credential, asked } = tokens("old", "new", "newest");
  expect(await clientOf(server, { credential, maxRetries: 1 }).complete(request)).toEqual(completion);
  expect(tokensSentTo(server)).toEqual(["Bearer old", "Bearer new", "Bearer newest"]);
  expect(asked.map(({ rejectedToken }) => rejectedToken)).toEqual([undefined, "old", "old"]);
});

test.for<[string, string]>([
  ["a line break", "secret\n"],
  ["a line break and another header", "secret\r\nx-other: secret"],
  ["a space", "secret secret"],
  ["a letter that is not ASCII", "secrét"],
  ["a control character", "secret\0"],
])("a token with %s is a TypeError that does not quote it, and is not sent", async ([, token]) => {
  await using server = await serve(complete);
  const create = () => createCompletionsClient({ baseUrl: server.url, credential: token });
  expect(create).toThrow(TypeError);
  expect(create).toThrow("The option `credential` contains a line break, a space or another character");
  expect(create).not.toThrow("secr");
  for (const credential of [() => token, { getToken: async () => ({ token }) }]) {
    const error = await failureOf(clientOf(server, { credential }).complete(request));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).not.toHaveProperty("cause");
    expect(String(error instanceof Error && error.stack)).not.toContain("secr");
  }
  expect(server.requests).toHaveLength(0);
});

test.for<[string, Credential]>([
  ["a function that returns an empty string", () => ""],
  ["a getToken that returns null", { getToken: async () => null }],
])("a credential without a token is a TypeError: %s", async ([, credential]) => {
  await using server = await serve(complete);
  const error = await failureOf(clientOf(server, { credential }).complete(request));
  expect(error).toBeInstanceOf(TypeError);
  expect(error).toHaveProperty("message", expect.stringContaining("The token from `credential` is empty."));
  expect(server.requests).toHaveLength(0);
});

test.for<[string, unknown]>([
  ["a number", 42],
  ["a promise of a token", Promise.resolve("token")],
  ["an object without getToken", { token: "token" }],
])("a credential of another type fails when the client is created: %s", ([, credential]) => {
  const create = () =>
    createCompletionsClient({ baseUrl: "http://client.test", credential: credential as string });
  expect(create).toThrow(TypeError);
  expect(create).toThrow(
    "The option `credential` must be a string, a function or an object with `getToken`.",
  );
});

test.for([undefined, null, ""])("a credential that is %j fails when the client is created", (credential) => {
  // Types forbid this, but a program in JavaScript can do it.
  const create = () =>
    createCompletionsClient({ baseUrl: "http://client.test", credential: credential as string });
  expect(create).toThrow(TypeError);
  expect(create).toThrow(
    "The option `credential` is empty. If it comes from an environment variable such as COMPLETIONS_KEY, is the variable set?",
  );
});

test("an error of a credential is passed on unchanged and not retried", async () => {
  await using server = await serve(complete);
  const failure = new Error("No such tenant.");
  let asked = 0;
  const fail = () => {
    asked += 1;
    throw failure;
  };
  for (const credential of [fail, async () => fail(), { getToken: async () => fail() }]) {
    expect(await failureOf(clientOf(server, { credential, maxRetries: 2 }).complete(request))).toBe(failure);
  }
  expect(asked).toBe(3);
  expect(server.requests).toHaveLength(0);
});

test("a temporary error of this client's own classes, thrown by a credential, is retried", async () => {
  await using unavailable = await serve(respondError(503));
  await using refusing = await serve(refuse);
  await using server = await serve(complete);
  const askedFirst = async (first: TestServer) => {
    let asked = 0;
    const credential = async () => {
      asked += 1;
      if (asked === 1) await clientOf(first).complete(request);
      return "token";
    };
    return await clientOf(server, { credential, maxRetries: 1 }).complete(request);
  };
  expect(await askedFirst(unavailable)).toEqual(completion);
  expect(await failureOf(askedFirst(refusing))).toMatchObject({ name: "ApiError", status: 401 });
  expect(server.requests).toHaveLength(1);
});

test("an abort ends the wait for a token and reaches the credential", async () => {
  await using server = await serve(complete);
  const controller = new AbortController();
  let heard: AbortSignal | undefined;
  const credential = ({ abortSignal }: TokenRequest) => {
    heard = abortSignal;
    queueMicrotask(() => controller.abort("enough"));
    return new Promise<string>(() => {});
  };
  const call = clientOf(server, { credential }).complete(request, { signal: controller.signal });
  expect(await failureOf(call)).toBe("enough");
  expect(heard).toMatchObject({ aborted: true, reason: "enough" });
  expect(server.requests).toHaveLength(0);
});
