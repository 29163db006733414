import { connect, type Socket } from "node:net";
import { expect, test } from "vitest";
import { chooseMaxConnections } from "../../src/memory/max-connections.ts";
import { GatewayProcess } from "../support/gateway-process.ts";

const mega = 2 ** 20;

test("a small heap has room for fewer connections, and a large one for more", () => {
  expect(chooseMaxConnections(88 * mega)).toBe(1024);
  expect(chooseMaxConnections(352 * mega)).toBe(4096);
  expect(chooseMaxConnections(2047 * mega)).toBe(4096);
  expect(chooseMaxConnections(2048 * mega)).toBe(8192);
});

test("a heap of 64 MB survives 3,500 connections that withhold the end of a head", async () => {
  await using gateway = await GatewayProcess.start(
    { deployments: { llama: { engine: "vllm", urls: ["http://127.0.0.1:9/v1"], model: "m" } } },
    { nodeOptions: ["--max-old-space-size=64", "--max-semi-space-size=8"] },
  );
  const port = Number(new URL(gateway.url).port);
  const headers = Array.from({ length: 95 }, (_, index) => `x-${index}: ${"a".repeat(150)}\r\n`).join("");
  const sockets: Socket[] = [];
  for (let opened = 0; opened < 3500; opened += 100) {
    const batch = Array.from({ length: 100 }, () => connect(port, "127.0.0.1").on("error", () => {}));
    // One that is closed to make room for others may be closed at once.
    await Promise.all(
      batch.map((socket) => new Promise((resolve) => socket.once("connect", resolve).once("close", resolve))),
    );
    for (const socket of batch) socket.write(`GET /healthz HTTP/1.1\r\nHost: a\r\n${headers}`);
    sockets.push(...batch);
  }
  expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
  for (const socket of sockets) socket.destroy();
  expect((await gateway.stop()).code).toBe(0);
});
