import { startMock } from "@completions-api/mock";
import { ask, askAsStream } from "./ask.js";

let mock;
beforeAll(async () => {
  mock = await startMock({ port: 0 });
});
afterEach(() => mock.reset());
afterAll(() => mock.close());

test("returns the text", async () => {
  mock.reply({ prompt: /white whale/ }, "There she blows!");
  expect(await ask(mock.url, "Do you see the white whale?")).toBe("There she blows!");
  expect(mock.lastRequest?.body).toMatchObject({ max_tokens: 32 });
});

test("tries again when the server is busy", async () => {
  mock.once({ status: 429, retryAfter: 0 }).then("Aye.");
  expect(await ask(mock.url, "Ready?")).toBe("Aye.");
  expect(mock.requests).toHaveLength(2);
});

test("keeps what arrived before the connection broke off", async () => {
  mock.reply({ text: "Call me Ishmael", fault: { type: "disconnect", after: 2 } });
  expect(await askAsStream(mock.url, "Who are you?")).toBe("Call me…");
});
