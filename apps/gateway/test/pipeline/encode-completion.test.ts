import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeCompletion } from "../../src/completions/encode-completion.ts";
import { anyText } from "../support/any-text.ts";

const { signal } = new AbortController();
const trap = fc.constantFrom('"choices":[]', "$&");
const text = fc.oneof(anyText(), trap);

test("a completion is encoded as JSON", async () => {
  const choice = fc.record({ index: fc.nat(), text, logprobs: fc.constantFrom(null, { tokens: [] }) });
  const body = fc.record({
    id: text,
    model: text,
    choices: fc.array(choice),
    usage: fc.record({ n: fc.nat() }),
  });
  await fc.assert(
    fc.asyncProperty(body, async (body) => {
      expect((await encodeCompletion(body, signal)).toString()).toBe(JSON.stringify(body));
    }),
    { numRuns: 50 },
  );
});

test("other work runs between the choices, and may abort the rest", async () => {
  const abort = new AbortController();
  const reason = new Error("The client is gone.");
  const encoding = encodeCompletion({ choices: [{}, {}, {}] }, abort.signal);
  await setImmediate();
  abort.abort(reason);
  await expect(encoding).rejects.toBe(reason);
});
