import { once } from "node:events";
import { openConnection, parseResponses, receive } from "@completions-api/testing";
import { expect, test } from "vitest";
import { sendResponse } from "../src/index.ts";
import { expectOneError } from "./support/expect-error.ts";
import { formatTextRequest, startTestServer } from "./support/start-server.ts";

const one = formatTextRequest("");

/** Starts a server for three connections, whose requests wait until they may finish. */
async function startSmallServer() {
  const { promise: allowed, resolve: allow } = Promise.withResolvers<void>();
  let begun = 0;
  const server = await startTestServer(
    async (_request, response) => {
      begun += 1;
      await allowed;
      await sendResponse(response, { status: 200, headers: {}, body: "" });
    },
    { maxConnections: 3 },
  );
  const waitFor = (count: number) => expect.poll(() => begun).toBe(count);
  return { server, waitFor, allow };
}

test("one connection too many takes the place of the one that has been idle for longest", async () => {
  const { server, waitFor, allow } = await startSmallServer();
  await using _ = server;
  const [busy, idle, other] = [
    await openConnection(server),
    await openConnection(server),
    await openConnection(server),
  ];
  busy.write(one);
  const ends = [busy, idle, other].map((socket) => receive(socket).closed);
  await waitFor(1);
  const last = await openConnection(server);
  const { closed } = receive(last);
  expect(String(await ends[1])).toBe("");
  allow();
  for (const socket of [busy, other, last]) {
    socket.write(one);
    await once(socket, "data");
    socket.end();
  }
  expect(parseResponses(await closed)).toMatchObject([{ status: 200 }]);
  expect((await Promise.all(ends)).map((bytes) => parseResponses(bytes).length)).toEqual([2, 0, 1]);
});

test("a connection for which there is no place gets a 503, and the others go on", async () => {
  const { server, waitFor, allow } = await startSmallServer();
  await using _ = server;
  const sockets = await Promise.all([1, 2, 3].map(() => openConnection(server)));
  const ends = sockets.map((socket) => receive(socket).closed);
  for (const socket of sockets) socket.write(one.replace("\r\n", "\r\nConnection: close\r\n"));
  await waitFor(3);
  const refused = await openConnection(server);
  const { closed } = receive(refused);
  refused.write(one);
  refused.once("end", () => refused.end());
  const { response, code } = expectOneError(parseResponses(await closed));
  expect([response.status, code]).toEqual([503, "service_unavailable"]);
  expect(response.headers.get("retry-after")).toBe("1");
  allow();
  for (const bytes of await Promise.all(ends)) expect(parseResponses(bytes)).toMatchObject([{ status: 200 }]);
  const next = await openConnection(server);
  next.write(one);
  await once(next, "data");
  next.destroy();
});

test("if no connection is idle, one more takes the place of the request that has been arriving for longest", async () => {
  const { server, waitFor, allow } = await startSmallServer();
  await using _ = server;
  const part = one.replace("Content-Length: 0", "Content-Length: 2");
  expect(part).not.toBe(one);
  const [whole, slow, later] = [
    await openConnection(server),
    await openConnection(server),
    await openConnection(server),
  ];
  const ends = [whole, slow, later].map((socket) => receive(socket).closed);
  for (const [index, [socket, text]] of [
    [whole, one] as const,
    [slow, part] as const,
    [later, part] as const,
  ].entries()) {
    socket.write(text);
    await waitFor(index + 1);
  }
  slow.once("end", () => slow.end());
  const last = await openConnection(server);
  const { closed } = receive(last);
  last.write(one.replace("\r\n", "\r\nConnection: close\r\n"));
  const { response, code } = expectOneError(parseResponses((await ends[1]) ?? Buffer.of()));
  expect([response.status, code, response.headers.get("retry-after")]).toEqual([
    503,
    "service_unavailable",
    "1",
  ]);
  await waitFor(4);
  allow();
  expect(parseResponses(await closed)).toMatchObject([{ status: 200 }]);
  later.write("ab");
  for (const socket of [whole, later]) socket.end();
  for (const end of [ends[0], ends[2]])
    expect(parseResponses((await end) ?? Buffer.of())).toMatchObject([{ status: 200 }]);
});
