import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { collect, openConnection, parseAnswers } from "../../../raw-http.shared.ts";
import { sendResponse, sendStream } from "../src/index.ts";
import { expectError } from "./support/expect-error.ts";
import { formatRequest, type Handler, startServer } from "./support/start-server.ts";

const request = formatRequest("Hello");

describe("a client that sends too slowly gets a 408", () => {
  test.each([
    ["within the head", request.slice(0, 20)],
    ["within the body", request.slice(0, -2)],
    ["before it has sent anything", ""],
  ])("%s", async (_where, bytes) => {
    await using server = await startServer(undefined, { headTimeout: 100, requestTimeout: 200 });
    const socket = await openConnection(server);
    const { closed } = collect(socket);
    socket.write(bytes);
    const [answer, ...others] = parseAnswers(await closed);
    expect(others).toEqual([]);
    expect(answer && expectError(answer)).toBe("request_timeout");
    expect(answer?.headers.get("connection")).toBe("close");
  });
});

describe("a client that reads nothing is cut off", () => {
  async function* endless() {
    for (;;) yield `data: ${"a".repeat(10_000)}\n\n`;
  }

  test.each<[what: string, handle: Handler]>([
    ["a stream", (_request, response, signal) => sendStream(response, endless(), { signal, keepAlive: 20 })],
    [
      "a whole answer",
      (_request, response) =>
        sendResponse(response, { status: 200, headers: {}, body: "a".repeat(20_000_000) }),
    ],
  ])("of %s", async (_what, handle) => {
    const left = Promise.withResolvers<void>();
    await using server = await startServer(
      (message, response, clientGone) => {
        clientGone.addEventListener("abort", () => left.resolve());
        return handle(message, response, clientGone);
      },
      { readTimeout: 100 },
    );
    const socket = await openConnection(server);
    socket.on("error", () => {});
    socket.pause();
    socket.write(request);
    await left.promise;
    socket.destroy();
  });

  test("but one that waits for what is not there yet is not", async () => {
    await using server = await startServer(
      async (_request, response) => {
        // Whatever is late, three times the limit has passed before.
        for (let times = 0; times < 3; times += 1) await once(AbortSignal.timeout(100), "abort");
        await sendResponse(response, { status: 200, headers: {}, body: "late" });
      },
      { readTimeout: 100 },
    );
    expect(await (await fetch(server.url, { method: "POST" })).text()).toBe("late");
  });
});
