import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { type RunningServer, startServer } from "@completions-api/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { formatCurl } from "../../src/recorded/format-curl.ts";

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
          authorization: headers.authorization,
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
    "-- begins with dashes\n",
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
      authorization: undefined,
      body,
    });
  });

  test("on one line of visible characters", async () => {
    const body = "two\nlines\u0000\u202e \\\n  ";
    const request = { method: "POST", url: server.url, headers: [["x-whale", "a"]], body } as const;
    const command = formatCurl(request, { separator: " " });
    expect(command).toMatch(/^[^\p{Cc}\p{Cf}]*$/u);
    await run("sh", ["-c", command]);
    expect(received).toMatchObject({ whale: "a", body });
  });

  test("with the token of a variable", async () => {
    const headers = [["authorization", 'Bearer *** "$HOME']] as const;
    const command = formatCurl({ method: "GET", url: server.url, headers });
    await run("sh", ["-c", command], { env: { ...process.env, COMPLETIONS_TOKEN: "sesame $2" } });
    expect(received).toMatchObject({ authorization: 'Bearer sesame $2 "$HOME' });
  });

  test("with a long body from a file", async () => {
    const folder = mkdtempSync(join(tmpdir(), "curl-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const body = "a".repeat(2001);
    writeFileSync(join(folder, "body"), body);
    const command = formatCurl({ method: "POST", url: server.url, headers: [], body });
    expect(command).toContain("# of 2001 characters");
    await run("sh", ["-c", command], { cwd: folder });
    expect(received).toMatchObject({ body });
  });

  test("with a long body that the command contains, and a variable of another name", async () => {
    const body = "'é%".repeat(40_000);
    const headers = [["authorization", "Bearer ***"]] as const;
    const command = formatCurl(
      { method: "POST", url: server.url, headers, body },
      { longestBody: Number.POSITIVE_INFINITY, tokenVariable: "WHALE" },
    );
    const shell = execFile("sh", { env: { ...process.env, WHALE: "sesame" } });
    shell.stdin?.end(command);
    await once(shell, "exit");
    expect(received).toMatchObject({ body, authorization: "Bearer sesame" });
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
