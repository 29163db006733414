import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { Recorder } from "../src/http/recorder.ts";

const token = "moby-dick-1851";
const request = { method: "POST", url: "http://127.0.0.1/", headers: [] };

/** Returns what is recorded of a request whose response is read to its end. */
async function record(
  sent: Parameters<Recorder["record"]>[0],
  send: () => Promise<Response>,
): Promise<Recorder["exchanges"]> {
  const recorder = new Recorder(token);
  const response = await recorder.record(sent, send).catch(() => undefined);
  await response?.text().catch(() => undefined);
  return recorder.exchanges;
}

/** Sends the pieces of a body at different times. Those that arrive at once become one. */
async function* sendSlowly(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void> {
  for (const piece of pieces) {
    yield piece;
    await setTimeout(5);
  }
}

function respond(...pieces: readonly string[]): () => Promise<Response> {
  const body = ReadableStream.from(sendSlowly(pieces.map((piece) => new TextEncoder().encode(piece))));
  return () => Promise.resolve(new Response(body, { headers: { "x-whale": `It is ${token}.` } }));
}

describe("the token is hidden", () => {
  test("in every part of a request and its response", async () => {
    const sent = {
      method: "POST",
      url: `http://127.0.0.1/?key=${token}`,
      headers: [["authorization", `Bearer ${token}`]] as const,
      body: `{"user":"${token}"}`,
    };
    const [exchange] = await record(sent, respond(`Hello ${token}, `, "goodbye."));
    expect(exchange).toMatchObject({
      request: {
        url: "http://127.0.0.1/?key=***",
        headers: [["authorization", "Bearer ***"]],
        body: '{"user":"***"}',
      },
      response: {
        headers: [["x-whale", "It is ***."]],
        pieces: [{ text: "Hello ***, " }, { text: "goodbye." }],
      },
    });
  });

  test("if it begins in one piece of a body and ends in another", async () => {
    const [exchange] = await record(request, respond("Hello moby-", "dick-1851", "!"));
    expect(exchange?.response?.pieces.map(({ text }) => text)).toEqual(["Hello ***!"]);
  });

  test("in the reason why there is no response", async () => {
    const [exchange] = await record(request, () => Promise.reject(new Error(`${token} is nobody's.`)));
    expect(exchange?.error).toBe("*** is nobody's.");
  });

  test("in the reason why a response is not whole", async () => {
    const body = new ReadableStream({
      pull: () => Promise.reject(new Error(`The server dropped ${token}.`)),
    });
    const [exchange] = await record(request, () => Promise.resolve(new Response(body)));
    expect(exchange?.error).toBe("The server dropped ***.");
  });
});

test("a character whose bytes arrive in two pieces belongs to the second one", async () => {
  const whale = new TextEncoder().encode("🐋.");
  const body = ReadableStream.from(sendSlowly([whale.slice(0, 2), whale.slice(2)]));
  const [exchange] = await record(request, () => Promise.resolve(new Response(body)));
  expect(exchange?.response?.pieces.map(({ text }) => text)).toEqual(["🐋."]);
});
