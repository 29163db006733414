import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { type RunningServer, startServer } from "@completions-api/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { formatCurl } from "../src/format-curl.ts";

const run = promisify(execFile);
const hasCurl = await run("curl", ["--version"]).then(
  () => true,
  () => false,
);

describe.skipIf(!hasCurl)("a shell sends the same request again", () => {
  let server: RunningServer;
  let received: unknown;
  beforeAll(async () => {
    server = await startServer(
      createServer(async (request, response) => {
        const { method, url, headers } = request;
        received = {
          method,
          url,
          whale: headers["x-whale"],
          type: headers["content-type"],
          body: await text(request),
        };
        response.end();
      }),
    );
  });
  beforeEach(() => {
    received = undefined;
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test.each([
    '{"prompt":"Call me Ishmael."}',
    'it\'s 100 % "quoted" $HOME `id` \\n \\\\ $(id) !',
    "@/etc/hostname",
    "two\nlines\t",
    "\u0000\u0007\u001b[2J%s\r\n'\\",
    "Ünïcödé \u202e \u0085 🐳",
    "",
  ])("with the body %j", async (body) => {
    const headers = [
      ["content-type", "application/json"],
      ["x-whale", `'"$HOME\\`],
    ] as const;
    const command = formatCurl({ method: "POST", url: `${server.url}/completions?a=b&c='d'`, headers, body });
    await run("sh", ["-c", command]);
    const [, header] = headers;
    expect(received).toEqual({
      method: "POST",
      url: "/completions?a=b&c='d'",
      whale: header[1],
      type: "application/json",
      body,
    });
  });

  test("without a body", async () => {
    await run("sh", ["-c", formatCurl({ method: "DELETE", url: `${server.url}/models`, headers: [] })]);
    expect(received).toMatchObject({ method: "DELETE", url: "/models", body: "" });
  });
});

test("bytes that are no request of a client go to the server as they are", async () => {
  const body = "GET /completions HTTP/9.9\r\nWhale: 100 %\r\n\r\n";
  const command = formatCurl({ method: "GET", url: "http://[::1]:4010/completions", headers: [], body });
  expect(command).toMatch(/ \| nc ::1 4010$/);
  const { stdout } = await run("sh", ["-c", command.replace(/\| nc .*$/, "")]);
  expect(stdout).toBe(body);
});
