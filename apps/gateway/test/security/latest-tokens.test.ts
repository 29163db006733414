import { hash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ApiKeys } from "../../src/auth/api-keys.ts";
import { createAuthenticate } from "../../src/auth/authenticate.ts";
import { LatestTokens } from "../../src/auth/latest-tokens.ts";

describe("the latest token of a connection", () => {
  test("is looked up once, until there is another", () => {
    const asked: string[] = [];
    const latest = new LatestTokens((token) => {
      asked.push(token);
      return { token };
    });
    const [one, other] = [{}, {}];
    for (const token of ["a", "a", "b", "b", "a"]) expect(latest.lookUp(token, one)).toEqual({ token });
    expect(asked).toEqual(["a", "b", "a"]);
    latest.lookUp("a", other);
    latest.lookUp("a", undefined);
    latest.lookUp("a", undefined);
    expect(asked).toHaveLength(6);
  });

  test("never stands for another one, whichever connections callers share", () => {
    const tokens = ["one", "two", "three"];
    const keys = new ApiKeys(tokens.map((token) => ({ name: token, sha256: hash("sha256", token) })));
    const request = fc.record({ token: fc.constantFrom(...tokens), connection: fc.nat(1) });
    fc.assert(
      fc.property(fc.array(request), (requests) => {
        const authenticate = createAuthenticate(keys, []);
        const connections = [{ remoteAddress: "192.0.2.1" }, {}];
        for (const { token, connection } of requests)
          expect(authenticate(token, connections[connection])).toMatchObject({ name: token });
      }),
    );
  });
});
