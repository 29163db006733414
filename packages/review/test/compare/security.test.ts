import { expect, test } from "vitest";
import { compare, effectsOf } from "./support/compare-yaml.ts";

const key = { type: "apiKey", in: "header", name: "Authorization" };
const token = {
  type: "oauth2",
  flows: {
    clientCredentials: {
      tokenUrl: "https://login.example/token",
      scopes: { read: "Reads.", write: "Writes." },
    },
  },
};

async function effects(
  base: object,
  head: object,
  schemes: readonly [object, object] = [
    { key, token },
    { key, token },
  ],
) {
  const [before, after] = schemes;
  const { changes } = await compare(
    { operation: base, components: { securitySchemes: before } },
    { operation: head, components: { securitySchemes: after } },
  );
  return changes.map((change) => [change.rule, effectsOf(change)]);
}

const secured = (...security: readonly object[]) => ({ security });

test("each alternative of the base must still be enough", async () => {
  const either = secured({ key: [] }, { token: ["read"] });
  expect(await effects(either, secured({ token: ["read"] }, { key: [] }))).toEqual([]);
  expect(await effects(either, secured({ key: [], token: ["read"] }))).toEqual([
    ["security-alternative-removed", { wire: "broken" }],
    ["security-alternative-removed", { wire: "broken" }],
  ]);
  expect(await effects(secured({ key: [] }), secured({}))).toEqual([
    ["security-alternative-added", { wire: "kept" }],
  ]);
});

test("another scope is another meaning, not another request", async () => {
  expect(await effects(secured({ token: ["read"] }), secured({ token: ["read", "write"] }))).toEqual([
    ["scope-required", { behaviour: "broken" }],
  ]);
  expect(await effects(secured({ token: ["read", "write"] }), secured({ token: ["read"] }))).toEqual([
    ["scope-dropped", { behaviour: "kept" }],
  ]);
});

test("a scheme keeps its identity under another name, and in another case of its header", async () => {
  const renamed = { apiKey: { ...key, name: "authorization", description: "A key." }, token };
  expect(await effects(secured({ key: [] }), secured({ apiKey: [] }), [{ key, token }, renamed])).toEqual([]);
});

test("a key in another place breaks the requests of those who use it", async () => {
  const moved = { key: { ...key, in: "query" }, token };
  expect(await effects(secured({ key: [] }), secured({ key: [] }), [{ key, token }, moved])).toEqual([
    ["security-scheme-changed", { wire: "broken" }],
  ]);
  expect(await effects(secured({ token: [] }), secured({ token: [] }), [{ key, token }, moved])).toEqual([
    ["security-scheme-changed", { wire: "kept" }],
  ]);
});
