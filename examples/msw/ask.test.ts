import { createHandlers, createMockFetch } from "@completions-api/mock/msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, expect, test } from "vitest";
import { ask, askAsStream } from "./ask.ts";

// The address that the app has in production. No request leaves this process.
const url = "https://completions.example.com";

const mock = await createMockFetch();
const server = setupServer(...createHandlers(mock, url));
server.listen();
afterEach(() => mock.reset());
afterAll(() => server.close());

test("returns the text", async () => {
  mock.reply({ prompt: /white whale/ }, "There she blows!");
  expect(await ask(url, "Do you see the white whale?")).toBe("There she blows!");
  expect(mock.lastRequest?.body).toMatchObject({ max_tokens: 32 });
});

test("tries again when the server is busy", async () => {
  mock.once({ status: 429, retryAfter: 0 }).then("Aye.");
  expect(await ask(url, "Ready?")).toBe("Aye.");
  expect(mock.requests).toHaveLength(2);
});

test("keeps what arrived before an error", async () => {
  mock.reply({ text: "Call me Ishmael", fault: { type: "error", after: 2 } });
  expect(await askAsStream(url, "Who are you?")).toBe("Call me…");
});
