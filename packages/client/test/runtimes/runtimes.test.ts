import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { startMock } from "@completions-api/mock";
import { build } from "rolldown";
import { beforeAll, expect, test } from "vitest";
import { runtimes } from "./runtimes.ts";
import { startServer } from "./server.ts";

// For what resolves no packages by itself. Like the rest it finds the client as it is built, by the package's `exports`.
beforeAll(() => build({ cwd: import.meta.dirname, input: "smoke.js", output: { dir: "dist" } }));

for (const { name, binary, print } of runtimes) {
  test(name, async ({ skip }) => {
    const problem = whyMissing(binary);
    if (problem) skip(problem);
    await using mock = await startMock({ port: 0 });
    await using server = await startServer(mock.url);

    expect(JSON.parse(await print(server.url))).toEqual({
      plain: " Ishmael.\n\nIt was",
      streamed: { text: " Ishmael.\n\nIt was", final: " Ishmael.\n\nIt was" },
      aborted: "enough",
      lost: "TruncatedStreamError",
      refused: { name: "ApiError", status: 422, loc: ["body", "max_tokens"], code: "invalid_parameter" },
      validated: " Ishmael.\n\nIt was",
    });
    await server.left;
  });
}

/** Why a binary cannot be run here, if it cannot. */
function whyMissing(binary: string): string | undefined {
  if (!existsSync(binary)) return "it is not installed; `npx pnpm@12 runtimes` installs what it can.";
  const { status, error, stderr } = spawnSync(binary, ["--version"], { encoding: "utf8" });
  if (status !== 0) return `its --version fails: ${error ?? stderr}`;
  return undefined;
}
