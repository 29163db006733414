import { describe, expect } from "vitest";
import type { MockSession } from "../src/index.ts";
import { test, useMock } from "../src/vitest.ts";
import { ask } from "./support/ask.ts";

async function complete(mock: MockSession): Promise<string> {
  const response = await ask(mock, { body: { prompt: "Hello" } });
  const { choices } = JSON.parse(await response.text());
  return choices[0].text;
}

describe("the fixture gives each test a session", () => {
  test.concurrent.for(["one", "two", "three"])("%s", async (text, { mock, expect }) => {
    mock.reply(text);
    expect(await Promise.all(Array.from({ length: 5 }, () => complete(mock)))).toEqual(Array(5).fill(text));
    expect(mock.requests).toHaveLength(5);
  });
});

describe("useMock", async () => {
  const shared = await useMock();

  test("gives the tests of a file one mock", async () => {
    shared.reply("mine");
    expect(await complete(shared)).toBe("mine");
  });

  test("resets it after each of them", async () => {
    expect(shared.requests).toEqual([]);
    expect(await complete(shared)).not.toBe("mine");
  });
});

describe("a strict useMock", async () => {
  const strict = await useMock({ strict: true });

  test.fails("fails a test that leaves a reply unused", () => {
    strict.reply("never sent");
  });

  test("passes one that uses its replies", async () => {
    strict.reply("mine");
    expect(await complete(strict)).toBe("mine");
  });
});
