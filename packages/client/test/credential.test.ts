import { expect, test } from "vitest";
import { type Credential, createCompletionsClient, type TokenRequest } from "../src/index.ts";
import { answerError, answerJson, completion } from "./support/answers.ts";
import { clientOf, failureOf } from "./support/client.ts";
import { serve, type TestServer } from "./support/serve.ts";
import { spec } from "./support/spec.ts";

const request = { prompt: "Once upon a time" };
const complete = answerJson(200, completion);
const refuse = answerJson(401, { status: 401, error: "Unauthorized", message: "The token is not known." });

function tokensSentTo(server: TestServer): unknown[] {
  return server.requests.map(({ headers }) => headers.authorization);
}

/** A credential that gives these tokens in turn, and what it was asked. */
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

test("getToken is asked for the spec's scopes, or the client's, as a method", async () => {
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

test("a credential is asked before each attempt", async () => {
  await using server = await serve(answerError(503), complete);
  const { credential, asked } = tokens("one", "two");
  await clientOf(server, { credential, maxRetries: 1 }).complete(request);
  expect(tokensSentTo(server)).toEqual(["Bearer one", "Bearer two"]);
  expect(asked.map(({ rejectedToken }) => rejectedToken)).toEqual([undefined, undefined]);
});

test.for([0, 2])(
  "after a 401 it is asked for another token, and the call sent again, with %i retries",
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

test("getToken, too, is told which token was refused", async () => {
  await using server = await serve(refuse, complete);
  const credential = {
    getToken: async (_scopes: string[], { rejectedToken }: TokenRequest = {}) => ({
      token: rejectedToken === "old" ? "new" : "old",
    }),
  };
  await clientOf(server, { credential }).complete(request);
  expect(tokensSentTo(server)).toEqual(["Bearer old", "Bearer new"]);
});

test("a second 401 is an error, whatever tokens there still are", async () => {
  await using server = await serve(refuse);
  const { credential } = tokens("one", "two", "three");
  const client = clientOf(server, { credential, maxRetries: 5 });
  await expect(client.complete(request)).rejects.toMatchObject({ name: "ApiError", status: 401 });
  expect(tokensSentTo(server)).toEqual(["Bearer one", "Bearer two"]);
});

test("a 401 with the same token again is an error at once", async () => {
  for (const credential of ["key", () => "key"]) {
    await using server = await serve(refuse);
    const client = clientOf(server, { credential, maxRetries: 5 });
    await expect(client.complete(request)).rejects.toMatchObject({ name: "ApiError", status: 401 });
    expect(server.requests).toHaveLength(1);
  }
});

test("the attempt with another token takes none of the retries", async () => {
  await using server = await serve(refuse, answerError(503), complete);
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
])("a token with %s is an error that does not tell it, and is not sent", async ([, token]) => {
  await using server = await serve(complete);
  for (const credential of [token, () => token, { getToken: async () => ({ token }) }]) {
    const { complete, raw } = createCompletionsClient({ baseUrl: server.url, credential });
    const query = { "api-version": spec.info.version };
    for (const call of [complete(request), raw.POST("/completions", { params: { query }, body: request })]) {
      const error = await failureOf(call);
      expect(error).toBeInstanceOf(TypeError);
      expect(error).not.toHaveProperty("cause");
      expect(String(error instanceof Error && error.stack)).not.toContain("secr");
    }
  }
  expect(server.requests).toHaveLength(0);
});

test("a credential that gives no token is a TypeError", async () => {
  await using server = await serve(complete);
  for (const credential of ["", () => "", { getToken: async () => null }]) {
    await expect(clientOf(server, { credential }).complete(request)).rejects.toThrow(TypeError);
  }
  expect(server.requests).toHaveLength(0);
});

test("what a credential throws comes through as it is, and is not tried again", async () => {
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

test("what a credential throws is tried again where it is an error of ours that may pass", async () => {
  await using unavailable = await serve(answerError(503));
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

test("an abort ends the wait for a token, and is told to the credential", async () => {
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
