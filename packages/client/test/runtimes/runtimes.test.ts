import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { startMock } from "@completions-api/mock";
import { build } from "rolldown";
import { beforeAll, expect, test } from "vitest";
import { runtimes } from "./runtimes.ts";
import { startServer } from "./server.ts";

// A bundle for runtimes that cannot resolve packages. Like the other programs, it uses the client's build through `exports`.
beforeAll(() => build({ cwd: import.meta.dirname, input: "smoke.js", output: { dir: "dist" } }));

for (const { name, binary, hint, print } of runtimes) {
  test(name, async ({ skip }) => {
    if (!existsSync(binary)) skip(`Not installed: ${hint}.`);
    const { status, error, stderr } = spawnSync(binary, ["--version"], { encoding: "utf8" });
    if (status !== 0) skip(`Does not start here: ${error ?? stderr}`);

    await using mock = await startMock({ port: 0 });
    await using server = await startServer(mock.url);

    const text = " Ishmael.\n\nIt was";
    expect(JSON.parse(await print(server.url))).toEqual({
      plain: text,
      streamed: { text, final: text },
      aborted: "enough",
      lost: "TruncatedStreamError",
      refused: {
        name: "ApiError",
        shown: "ApiError",
        status: 422,
        loc: ["body", "max_tokens"],
        code: "invalid_parameter",
      },
      redirected: { name: "UnexpectedResponseError", saysWhy: true },
      validated: text,
    });
    await server.left; // The abort closed a connection.
  });
}
