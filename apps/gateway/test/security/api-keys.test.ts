import { hash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ApiKeys, createApiKey } from "../../src/auth/api-keys.ts";
import { readExpiry } from "../../src/auth/read-expiry.ts";

const digest = (key: string) => hash("sha256", key, "buffer");

test("finds a key by its hash, with its grants", () => {
  const team = createApiKey("team");
  const limited = createApiKey("limited");
  const limits = { requestsPerMinute: 3 };
  const keys = new ApiKeys([
    team.entry,
    { ...limited.entry, deployments: ["llama"], limits, team: "research" },
  ]);
  expect(keys.find(digest(team.key))?.owner).toEqual({ name: "team" });
  expect(keys.find(digest(limited.key))?.owner).toEqual({
    name: "limited",
    deployments: new Set(["llama"]),
    limits,
    team: "research",
  });
  expect(keys.find(digest("another"))).toBeUndefined();
  expect(keys.find(digest(""))).toBeUndefined();
});

test("compares hashes case-insensitively", () => {
  const { key, entry } = createApiKey("team");
  const keys = new ApiKeys([{ ...entry, sha256: entry.sha256.toUpperCase() }]);
  expect(keys.find(digest(key))?.owner).toEqual({ name: "team" });
});

test("finds each of many keys, and nothing that only begins or ends like one", () => {
  const entries = Array.from({ length: 1000 }, (_, index) => ({
    name: `key ${index}`,
    sha256: hash("sha256", `secret ${index}`),
  }));
  const keys = new ApiKeys(entries);
  for (const { name, sha256 } of entries) {
    const digest = Buffer.from(sha256, "hex");
    expect(keys.find(digest)?.owner).toEqual({ name });
    for (const index of [0, 31]) {
      const similar = Buffer.from(digest);
      similar[index] = (similar[index] ?? 0) ^ 1;
      expect(keys.find(similar)).toBeUndefined();
    }
  }
});

test("the last of two keys with the same hash counts", () => {
  const { key, entry } = createApiKey("first");
  const keys = new ApiKeys([entry, { ...entry, name: "last" }]);
  expect(keys.find(digest(key))?.owner.name).toBe("last");
});

describe("a key that expires", () => {
  const { key, entry } = createApiKey("team");
  const find = (expires: string) => new ApiKeys([{ ...entry, expires }]).find(digest(key))?.owner;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test.each([
    ["2026-12-31", "2027-01-01T00:00:00.000Z"],
    ["2026-12-31T18:00:00Z", "2026-12-31T18:00:00.000Z"],
    ["2026-12-31T18:00:00.5+02:00", "2026-12-31T16:00:00.500Z"],
    ["2028-02-29", "2028-03-01T00:00:00.000Z"],
  ])("on %s is accepted until %s, by the clock alone", (expires, end) => {
    const keys = new ApiKeys([{ ...entry, expires }]);
    vi.setSystemTime(Date.parse(end) - 1);
    expect(keys.find(digest(key))?.owner).toEqual({ name: "team" });
    vi.setSystemTime(Date.parse(end));
    expect(() => keys.find(digest(key))?.owner).toThrow(
      expect.objectContaining({
        status: 401,
        message: `The API key expired at ${end}. Ask the server's operator for a new one.`,
      }),
    );
    // The clock is set back.
    vi.setSystemTime(Date.parse(end) - 3_600_000);
    expect(keys.find(digest(key))?.owner).toEqual({ name: "team" });
  });

  test("is accepted again with a later date, or without one", () => {
    vi.setSystemTime(Date.UTC(2027, 0));
    expect(() => find("2026-12-31")).toThrow("expired");
    expect(find("2027-01-01")).toEqual({ name: "team" });
    expect(new ApiKeys([entry]).find(digest(key))?.owner).toEqual({ name: "team" });
  });

  test("does not say so to others", () => {
    vi.setSystemTime(Date.UTC(2027, 0));
    const keys = new ApiKeys([{ ...entry, expires: "2020-01-01" }]);
    expect(keys.find(digest(`${key} `))).toBeUndefined();
  });
});

test.each([
  "2026-02-30",
  "2026-13-01",
  "2026-12-31T18:00",
  "2026-12-31T18:00:00",
  "2026-12-31T24:00:00Z",
  "31.12.2026",
  "",
])("%j is not a date or a time", (text) => {
  expect(readExpiry(text)).toBeNaN();
});

test("a new key is long and random, and only its hash is kept", () => {
  const { key, entry } = createApiKey("team");
  expect(key).toMatch(/^capi_[\w-]{43}$/);
  expect(entry).toEqual({ name: "team", sha256: hash("sha256", key) });
  expect(createApiKey("team").key).not.toBe(key);
});
