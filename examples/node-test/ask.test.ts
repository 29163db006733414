import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { startMock } from "@completions-api/mock";
import { ask, askAsStream } from "./ask.ts";

const mock = await startMock({ port: 0 });
after(() => mock.close());

// Each test has a session of its own, so all of them can run at the same time.
describe("ask", { concurrency: true }, () => {
  test("returns the text", async () => {
    const session = mock.session();
    session.reply({ prompt: /white whale/ }, "There she blows!");
    assert.equal(await ask(session.url, "Do you see the white whale?"), "There she blows!");
    assert.partialDeepStrictEqual(session.lastRequest?.body, { max_tokens: 32 });
  });

  test("tries again when the server is busy", async () => {
    const session = mock.session();
    session.once({ status: 429, retryAfter: 0 }).then("Aye.");
    assert.equal(await ask(session.url, "Ready?"), "Aye.");
    assert.equal(session.requests.length, 2);
  });

  test("keeps what arrived before the connection broke off", async () => {
    const session = mock.session();
    session.reply({ text: "Call me Ishmael", fault: { type: "disconnect", after: 2 } });
    assert.equal(await askAsStream(session.url, "Who are you?"), "Call me…");
  });
});
