import { afterEach, expect, test, vi } from "vitest";
import { createProgress } from "../../src/command-line/progress.ts";

afterEach(() => vi.useRealTimers());

function createTerminal(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  return { isTTY, columns, written, write: (text: string) => written.push(text) > 0 };
}

test("shows the steps that take more than a second, until they end", async () => {
  vi.useFakeTimers();
  const terminal = createTerminal(true);
  const progress = createProgress(terminal);
  const { promise, resolve } = Promise.withResolvers<string>();
  const tracked = progress.trackStep("Comparing", promise);
  await progress.trackStep("Loading", Promise.resolve());
  vi.advanceTimersByTime(999);
  expect(terminal.written).toEqual([]);
  vi.advanceTimersByTime(2001);
  expect(terminal.written.at(-1)).toBe("\r\u001B[KComparing… 3 s");
  resolve("done");
  expect(await tracked).toBe("done");
  progress.end();
  expect(terminal.written.at(-1)).toBe("\r\u001B[K");
  vi.advanceTimersByTime(5000);
  expect(terminal.written).toHaveLength(4);
});

test("keeps to one line of a narrow terminal", () => {
  vi.useFakeTimers();
  const terminal = createTerminal(true, 10);
  const progress = createProgress(terminal);
  void progress.trackStep("Sending requests", new Promise(() => {}));
  vi.advanceTimersByTime(2000);
  expect(terminal.written.at(-1)).toBe("\r\u001B[KSending r");
  progress.end();
});

test("shows nothing where nobody looks", async () => {
  const terminal = createTerminal(false);
  const progress = createProgress(terminal);
  expect(await progress.trackStep("Comparing", Promise.resolve(1))).toBe(1);
  progress.end();
  expect(terminal.written).toEqual([]);
});
