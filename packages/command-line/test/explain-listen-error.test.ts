import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { explainListenError, UsageError } from "../src/index.ts";

async function failToListen(port: number, host: string): Promise<unknown> {
  const server = createServer();
  const failed = once(server, "error");
  server.listen(port, host);
  const [error] = await failed;
  return explainListenError(error, { port, host });
}

test("a port in use", async () => {
  await using server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  expect(await failToListen(port, "127.0.0.1")).toEqual(
    new UsageError(`Port ${port} of 127.0.0.1 is in use. Choose another with --port, or any with --port 0.`),
  );
});

test("an address of another machine", async () => {
  expect(await failToListen(0, "192.0.2.1")).toEqual(
    new UsageError("Cannot listen on port 0 of 192.0.2.1: this machine does not have the address."),
  );
});

test("a host that is not one", async () => {
  expect(await failToListen(0, "no such host")).toMatchObject({
    name: "UsageError",
    message: expect.stringMatching(/^Cannot listen on port 0 of no such host: .+\.$/),
  });
});

test.each([
  ["EACCES", "permission denied"],
  ["ENOTFOUND", "the host name is unknown"],
  // Node's message is there for the rest.
  ["EMFILE", "listen EMFILE"],
])("%s", (code, reason) => {
  const error = Object.assign(new Error(`listen ${code}`), { code, syscall: "listen" });
  expect(explainListenError(error, { port: 80, host: "::" })).toEqual(
    new UsageError(`Cannot listen on port 80 of ::: ${reason}.`),
  );
});

test.each([
  new Error("A bug."),
  Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED", syscall: "connect" }),
  "not an error",
])("anything else stays as it is: %s", (error) => {
  expect(explainListenError(error, { port: 80, host: "::" })).toBe(error);
});
