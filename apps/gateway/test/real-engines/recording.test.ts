import { readFileSync } from "node:fs";
import { missingEngines } from "@completions-api/testing";
import { expect, test } from "vitest";
import { exchangesFile } from "../upstreams/exchanges.ts";
import { recordLlamaCpp } from "./record-llama-cpp.ts";

const hint =
  "llama.cpp does not respond as test/upstreams/llama.cpp/exchanges.jsonl says: run `npx pnpm@12 --dir apps/gateway record`.";

test("llama.cpp responds as its exchanges say, byte for byte", async ({ skip }) => {
  if (missingEngines) skip(missingEngines);
  const recorded = await recordLlamaCpp();
  expect(recorded.split("\n"), hint).toEqual(readFileSync(exchangesFile("llama.cpp"), "utf8").split("\n"));
});
