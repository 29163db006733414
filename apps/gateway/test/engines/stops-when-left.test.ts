import { expect, test } from "vitest";
import { type DialectName, dialects } from "../../src/backends/openai/dialects.ts";
import { stopsWhenLeft } from "../../src/backends/openai/requests/is-streamed.ts";
import { requestFor } from "../support/test-engine.ts";

const streamed = requestFor("Say it");
const whole = requestFor("Say it", { stream: false });
/** A request that SGLang is not asked to stream. */
const scored = requestFor("Say it", { stream: false, logprobs: 1 });

test.each<readonly [DialectName, readonly boolean[]]>([
  ["vllm", [true, false, false]],
  ["ollama", [true, false, false]],
  ["tgi", [true, false, false]],
  ["llama.cpp", [true, true, true]],
  ["sglang", [true, true, false]],
  ["openai", [false, false, false]],
  ["azure", [false, false, false]],
  ["litellm", [false, false, false]],
])(
  "whether %s is known to stop when its client leaves, and to have sent all that it generated",
  (dialect, expected) => {
    const known = [streamed, whole, scored].map((request) => stopsWhenLeft(request, dialects[dialect]));
    expect(known).toEqual(expected);
  },
);
