import { describe, expect, test, vi } from "vitest";
import { createRawClient } from "../../src/raw.ts";

// openapi-fetch is no longer maintained. This file proves that it can be replaced: it runs the tests of the raw client again,
// with 60 lines of `fetch` in its place. See docs/decisions/openapi-fetch-behind-our-interface.md.
vi.mock("openapi-fetch", () => import("./fetch-transport.ts"));

test("the raw client uses the stand-in", () => {
  const raw = createRawClient({ baseUrl: "http://parrot.example", credential: "key" });
  expect(Object.keys(raw)).toEqual(["POST"]);
});

describe("without openapi-fetch", async () => {
  await import("./raw-client.test.ts");
});
