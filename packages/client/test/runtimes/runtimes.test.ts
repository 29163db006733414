import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { startMock } from "@completions-api/mock";
import { build } from "rolldown";
import { beforeAll, expect, test } from "vitest";
import { runtimes } from "./runtimes.ts";
import { startServer } from "./server.ts";

// For what resolves no packages by itself. Like the rest it finds the client as it is built, by the package's `exports`.
beforeAll(() => build({ cwd: import.meta.dirname, input: "smoke.js", output: { dir: "dist" } }));

for (const { name, binary, hint, print } of runtimes) {
  test(name, async ({ skip }) => {
    if (!existsSync(binary)) skip(`It is not installed: ${hint}.`);
    const { status, error, stderr } = spawnSync(binary, ["--version"], { encoding: "utf8" });
    if (status !== 0) skip(`It does not start here: ${error ?? stderr}`);

    await using mock = await startMock({ port: 0 });
    await using server = await startServer(mock.url);

    const text = " Ishmael.\n\nIt was";
    expect(JSON.parse(await print(server.url))).toEqual({
      plain: text,
      streamed: { text, final: text },
      aborted: "enough",
      lost: "TruncatedStreamError",
      refused: { name: "ApiError", status: 422, loc: ["body", "max_tokens"], code: "invalid_parameter" },
      validated: text,
    });
    await server.left; // As it aborted.
  });
}
