import { rmSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Checkout } from "../checkout.ts";
import type { Rounds } from "../measuring/rounds.ts";
import { startServers, stopServers } from "../measuring/servers.ts";
import { mockProgram } from "../programs.ts";
import { expectAnswer } from "./check-answers.ts";
import { peers, promptBody } from "./contenders.ts";
import { type MockEffort, measureWarm } from "./requests.ts";

const text = "Ishmael.";
const script = { replies: [{ when: { prompt: promptBody.prompt }, answer: text }], strict: true };

/**
 * Measures in turns how many requests a second the mock answers with a scripted reply, and mock-llm with its rule.
 *
 * @throws Error if the mock does not answer with the reply.
 */
export async function measureScriptedRates(
  checkout: Checkout,
  effort: MockEffort,
): Promise<Record<"mock" | "mock-llm", Rounds>> {
  const folder = await mkdtemp(join(tmpdir(), "bench-mock-"));
  process.once("exit", () => rmSync(folder, { recursive: true }));
  const file = join(folder, "replies.yaml");
  // JSON is YAML.
  await writeFile(file, JSON.stringify(script));
  const servers = await startServers({
    mock: mockProgram(checkout, "--script", file),
    "mock-llm": peers["mock-llm"].program,
  });
  await expectAnswer(servers.mock, promptBody, ({ body }) => body.choices?.[0]?.text === text);
  const rates = await measureWarm(servers, promptBody, effort);
  await stopServers(servers);
  return rates;
}
