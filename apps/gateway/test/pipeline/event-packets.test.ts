import { once } from "node:events";
import { PassThrough } from "node:stream";
import type { Delta } from "@completions-api/engine";
import { openConnection } from "@completions-api/testing";
import { expect, test } from "vitest";
import { last, text } from "../support/deltas.ts";
import { formatCompletionRequest } from "../support/format-request.ts";
import { deploymentOf, startTestGateway } from "../support/start-gateway.ts";

test("sends each event at once, and [DONE] together with the last one", async () => {
  const deltas = new PassThrough({ objectMode: true });
  const deployment = deploymentOf(async () => ({ deltas }));
  await using gateway = await startTestGateway({ deployment });
  const socket = await openConnection(gateway);
  socket.write(formatCompletionRequest({ prompt: "Say it", stream: true }));
  const afterGiving = async (delta: Delta): Promise<string> => {
    const packet = once(socket, "data");
    deltas.write([delta]);
    return String(await packet);
  };
  expect(await afterGiving(text("one "))).toMatch(/^HTTP\/1.1 200 OK\r\n.*"text":"one ".*\n\n\r\n$/s);
  expect(await afterGiving(text("two "))).toMatch(/^[0-9a-f]+\r\ndata: \{.*"text":"two ".*\}\n\n\r\n$/);
  expect(await afterGiving(last("three"))).toMatch(
    /^[0-9a-f]+\r\ndata: .*"three".*\}\n\n.*data: \[DONE\]\n\n\r\n/s,
  );
  socket.destroy();
});
