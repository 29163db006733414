import { startLlamaCpp } from "@completions-api/testing";
import { expect, test } from "vitest";
import { skipWithoutEngines } from "./use-llama-cpp.ts";

skipWithoutEngines();

test("the engine tells how much it has generated, also after a restart", async () => {
  await using engine = await startLlamaCpp();
  const body = JSON.stringify({ prompt: "Call me", max_tokens: 3 });
  await fetch(`${engine.url}/completions`, { method: "POST", body });
  expect(await engine.metric("tokens_predicted_total")).toBe(3);
  await engine.server.kill();
  await engine.server.restart();
  expect(await engine.metric("tokens_predicted_total")).toBe(0);
  expect(await engine.slots()).toMatchObject(Array(4).fill({ is_processing: false }));
});
