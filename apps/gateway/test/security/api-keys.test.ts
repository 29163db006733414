import { hash } from "node:crypto";
import { expect, test } from "vitest";
import { ApiKeys, createApiKey } from "../../src/auth/api-keys.ts";

const digest = (key: string) => hash("sha256", key, "buffer");

test("finds a key by its hash, with its grants", () => {
  const team = createApiKey("team");
  const limited = createApiKey("limited");
  const limits = { requestsPerMinute: 3 };
  const keys = new ApiKeys([team.entry, { ...limited.entry, deployments: ["llama"], limits }]);
  expect(keys.find(digest(team.key))).toEqual({ name: "team" });
  expect(keys.find(digest(limited.key))).toEqual({
    name: "limited",
    deployments: new Set(["llama"]),
    limits,
  });
  expect(keys.find(digest("another"))).toBeUndefined();
  expect(keys.find(digest(""))).toBeUndefined();
});

test("compares hashes case-insensitively", () => {
  const { key, entry } = createApiKey("team");
  const keys = new ApiKeys([{ ...entry, sha256: entry.sha256.toUpperCase() }]);
  expect(keys.find(digest(key))).toEqual({ name: "team" });
});

test("compares all keys, even after a match", () => {
  const { key, entry } = createApiKey("first");
  const keys = new ApiKeys([entry, { ...entry, name: "last" }, createApiKey("other").entry]);
  expect(keys.find(digest(key))?.name).toBe("last");
});

test("a new key is long and random, and only its hash is kept", () => {
  const { key, entry } = createApiKey("team");
  expect(key).toMatch(/^capi_[\w-]{43}$/);
  expect(entry).toEqual({ name: "team", sha256: hash("sha256", key) });
  expect(createApiKey("team").key).not.toBe(key);
});
