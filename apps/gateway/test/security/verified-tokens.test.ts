import { expect, test } from "vitest";
import { VerifiedTokens } from "../../src/auth/verified-tokens.ts";

const expiresAt = Date.now() / 1000 + 3600;

test("keeps the latest ten thousand tokens", () => {
  const tokens = new VerifiedTokens();
  const add = (id: number) => tokens.add(String(id), { caller: { name: `caller ${id}` }, expiresAt });
  for (let id = 0; id < 10_000; id += 1) add(id);
  add(0);
  add(10_000);
  expect(tokens.get("0")?.name).toBe("caller 0");
  expect(tokens.get("1")).toBeUndefined();
  expect(tokens.get("2")?.name).toBe("caller 2");
  expect(tokens.get("10000")?.name).toBe("caller 10000");
});
