import { type LlamaCpp, missingEngines, startLlamaCpp } from "@completions-api/testing";
import { afterAll, beforeAll, beforeEach } from "vitest";
import type { Gateway } from "../../src/index.ts";
import { startGatewayInFront } from "../contract/gateway-in-front.ts";

/** Skips the tests of a file if the real engines are not installed, and says how to install them. */
export function skipWithoutEngines(): void {
  beforeEach(({ skip }) => {
    if (missingEngines) skip(missingEngines);
  });
}

/** llama.cpp, and a gateway in front of it. */
export interface LlamaCppInFront {
  readonly engine: LlamaCpp;
  readonly gateway: Gateway;
}

/**
 * Starts llama.cpp, and a gateway in front of it, for the tests of a file. They are skipped without it.
 *
 * @param more - options of the gateway's deployment.
 * @returns a function that returns both, in a test.
 */
export function useLlamaCpp(more: object = {}): () => LlamaCppInFront {
  skipWithoutEngines();
  let engine: LlamaCpp | undefined;
  let gateway: Gateway | undefined;
  beforeAll(async () => {
    if (missingEngines) return;
    engine = await startLlamaCpp();
    gateway = await startGatewayInFront("llama.cpp", engine.url, more);
  });
  afterAll(async () => {
    await gateway?.[Symbol.asyncDispose]();
    await engine?.[Symbol.asyncDispose]();
  });
  return () => {
    if (!engine || !gateway) throw new Error("They are started before the first test.");
    return { engine, gateway };
  };
}
