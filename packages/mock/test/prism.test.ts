import { describe, expect, test } from "vitest";
import type { FaceName } from "../src/faces/face-name.ts";
import type { ReadRequest } from "../src/mock-operation.ts";
import { prismReferee } from "../src/prism/prism-referee.ts";
import { target } from "./support/ask.ts";

describe.each<[name: string, face: FaceName, path: string]>([
  ["the API's own face", "completions", target],
  ["the face for OpenAI's clients", "openai", "/v1/completions"],
])("On %s, Prism refuses requests that our validators should have refused", (_name, face, path) => {
  const url = new URL(path, "http://localhost");
  const headers = { authorization: ["Bearer abc"], "content-type": ["application/json"] };
  const check = async ({ url: at = url, headers: sent = headers, body = { prompt: "Hello" } as object }) => {
    const request = { method: "POST", target: path, url: at, headers: sent, body: new Uint8Array() };
    // Prism reads only the body of a completion.
    const read = { completion: { body } } as ReadRequest;
    const { signal: clientGone } = new AbortController();
    await prismReferee.checkRequest(
      { face, operationId: "complete", request: { ...request, clientGone, whenGone: () => {} } },
      read,
    );
  };

  test("but not a valid request", async () => {
    await expect(check({})).resolves.toBeUndefined();
    await expect(check({ headers: { ...headers, authorization: ["bearer abc"] } })).resolves.toBeUndefined();
  });

  test("a request without a token", async () => {
    await expect(check({ headers: { ...headers, authorization: [""] } })).rejects.toThrow(
      "Prism refuses a request that the validators accept:",
    );
  });

  test("a wrong body", async () => {
    await expect(check({ body: { prompt: "Hello", temperature: 3 } })).rejects.toThrow("temperature");
  });

  test("a query without its parameter", async () => {
    const bare = check({ url: new URL(url.pathname, url) });
    if (url.search === "") await expect(bare).resolves.toBeUndefined();
    else await expect(bare).rejects.toThrow("api-version");
  });
});
