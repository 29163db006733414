import { openConnection, parseResponses, receive } from "@completions-api/testing";
import { describe, expect, test } from "vitest";
import { sendResponse, sendStream } from "../src/index.ts";
import { expectOneError } from "./support/expect-error.ts";
import { endlessEvents, formatTextRequest, type Handler, startTestServer } from "./support/start-server.ts";

const request = formatTextRequest("Hello");

const streamEndlessly: Handler = (_request, response, signal) =>
  sendStream(response, endlessEvents(), { signal, keepAlive: 20 });

describe("a client that sends too slowly gets a 408", () => {
  test.each([
    ["in the middle of the head", request.slice(0, 20)],
    ["in the middle of the body", request.slice(0, -2)],
    ["before the first byte", ""],
  ])("%s", async (_where, bytes) => {
    await using server = await startTestServer(undefined, { headTimeout: 100, requestTimeout: 200 });
    const socket = await openConnection(server);
    const { closed } = receive(socket);
    socket.write(bytes);
    const { response, code } = expectOneError(parseResponses(await closed));
    expect(code).toBe("request_timeout");
    expect(response.headers.get("connection")).toBe("close");
  });
});

describe("a client that reads nothing is disconnected", () => {
  test.each<[what: string, handle: Handler]>([
    ["a stream", streamEndlessly],
    [
      "a whole response",
      (_request, response) =>
        sendResponse(response, { status: 200, headers: {}, body: "a".repeat(20_000_000) }),
    ],
  ])("while it is sent %s", async (_what, handle) => {
    const left = Promise.withResolvers<AbortSignal>();
    await using server = await startTestServer(
      (message, response, clientGone) => {
        clientGone.addEventListener("abort", () => left.resolve(clientGone));
        return handle(message, response, clientGone);
      },
      { readTimeout: 100 },
    );
    const socket = await openConnection(server);
    socket.on("error", () => {});
    socket.pause();
    socket.write(request);
    expect((await left.promise).aborted).toBe(true);
    socket.destroy();
  });

  test("but one that waits for a response is not", async () => {
    // The limit of the second client begins after the first one's request, so it has passed for both.
    const waiting = Promise.withResolvers<void>();
    const cutOff = Promise.withResolvers<void>();
    let count = 0;
    await using server = await startTestServer(
      async (message, response, clientGone) => {
        count += 1;
        if (count === 1) {
          waiting.resolve();
          await cutOff.promise;
          await sendResponse(response, { status: 200, headers: {}, body: "late" });
        } else {
          clientGone.addEventListener("abort", () => cutOff.resolve());
          await streamEndlessly(message, response, clientGone);
        }
      },
      { readTimeout: 100 },
    );
    const late = fetch(server.url, { method: "POST" });
    await waiting.promise;
    const socket = await openConnection(server);
    socket.on("error", () => {});
    socket.pause();
    socket.write(request);
    expect(await (await late).text()).toBe("late");
    socket.destroy();
  });
});
