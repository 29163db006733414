import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { ReadingTurn } from "../../src/backends/openai/connections/reading-turn.ts";
import { dialects } from "../../src/backends/openai/dialects.ts";
import { chunk, requestFor, startEngine } from "../support/test-engine.ts";

test("a turn is over after so much work, and begins again when the event loop has turned", async () => {
  const turn = new ReadingTurn(2 ** 17);
  turn.count(2 ** 17 - 1);
  expect(turn.isOver).toBe(false);
  turn.count(1);
  expect(turn.isOver).toBe(true);
  await Promise.all([turn.next(), turn.next()]);
  expect(turn.isOver).toBe(false);
});

test("the event loop turns while a stream is read that has arrived as a whole", async () => {
  // Lines of JSON are read to their end before the first of them is a delta.
  const line = `${JSON.stringify(chunk("words "))}\n`;
  const body = line.repeat(50_000) + JSON.stringify(chunk("", "stop"));
  await using engine = await startEngine(
    (response) => void response.writeHead(200, { "content-type": "application/json" }).end(body),
    { dialect: dialects.tgi },
  );
  const request = requestFor("Say it", { maxTokens: 10_000 });
  const { deltas } = await engine.generate(request, AbortSignal.timeout(30_000));
  let turns = 0;
  let isRead = false;
  const count = async () => {
    for (; !isRead; turns += 1) await setImmediate();
  };
  const counted = count();
  let length = 0;
  let turnsOfTexts = 0;
  for await (const batch of deltas) {
    for (const { text } of batch) length += text.length;
    // Counting the tokens at the end takes turns of its own.
    if (length < 300_000) turnsOfTexts = turns;
  }
  isRead = true;
  await counted;
  expect(length).toBe(300_000);
  expect(turnsOfTexts).toBeGreaterThanOrEqual(Math.floor(body.length / 2 ** 17) - 1);
});
