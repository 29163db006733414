import { once } from "node:events";
import { connect } from "node:net";
import { PassThrough } from "node:stream";
import type { Delta } from "@completions-api/engine";
import { expect, test } from "vitest";
import { last, text } from "../support/deltas.ts";
import { deploymentOf, startTestGateway, token } from "../support/start-gateway.ts";

const body = JSON.stringify({ prompt: "Say it", stream: true });
const request = `POST /completions?api-version=2024-04-01-preview HTTP/1.1
Host: localhost
Authorization: Bearer ${token}
Content-Type: application/json
Content-Length: ${body.length}

`.replaceAll("\n", "\r\n");

test("each event leaves when it comes, and [DONE] together with the last", async () => {
  const deltas = new PassThrough({ objectMode: true });
  const deployment = deploymentOf(async () => ({ deltas }));
  await using gateway = await startTestGateway({ deployment });
  const { hostname: host, port } = new URL(gateway.url);
  const socket = connect({ host, port: Number(port) });
  socket.write(request + body);
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
