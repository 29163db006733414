import { fileURLToPath } from "node:url";
import spec from "@completions-api/spec/openapi.json" with { type: "json" };
import type { Checkout } from "../checkout.ts";
import type { Program } from "../measuring/servers.ts";
import { apiCall, mockProgram, prismProgram } from "../programs.ts";

const { value, "x-request": request } = spec.components.examples["sample-response"];

/** The answer that every contender has for {@link exampleBody}. */
export const exampleAnswer: object = value;
/** Every contender answers it with the spec's example. */
export const exampleBody: object = request.body;
/** A mock that generates text generates 16 tokens for it. The others answer with the example again. */
export const promptBody = { prompt: "Call me", max_tokens: 16, seed: 1 };

/** A mock, and how much it does for a request. */
export interface Contender {
  readonly program: Program;
  /**
   * - `generates`: validates the request, and answers a prompt that has no example with generated text.
   * - `validates`: validates the request, and answers with the example.
   * - `repeats`: answers anything with the example.
   */
  readonly work: "generates" | "validates" | "repeats";
}

/** The servers that the mock is compared with. `node:http` answers with a constant: the most that a server on Node can do. */
export type PeerName = "Prism" | "openapi-backend" | "mock-llm" | "node:http";

/** The peers, with the settings that make them fastest. None logs requests. */
export const peers: Readonly<Record<PeerName, Contender>> = {
  Prism: { program: prismProgram, work: "validates" },
  "openapi-backend": { program: serve("openapi-backend.js"), work: "validates" },
  "mock-llm": { program: serve("mock-llm.js", JSON.stringify(exampleAnswer)), work: "repeats" },
  "node:http": { program: serve("fixed-answer.js", JSON.stringify(exampleAnswer)), work: "repeats" },
};

/** Returns a checkout's mock as a contender. */
export function mockContender(checkout: Checkout): Contender {
  return { program: mockProgram(checkout), work: "generates" };
}

/** Returns a program of this folder. They are JavaScript, because Node takes about 60 ms longer to start TypeScript. */
function serve(name: string, ...args: readonly string[]): Program {
  const file = fileURLToPath(new URL(name, import.meta.url));
  return { args: (port) => [file, String(port), ...args], call: apiCall };
}
