import { expect, test } from "vitest";
import { Turns } from "../src/turns.ts";

/** Tasks that write when they begin and end, and wait until they are let go. */
class Tasks {
  readonly log: string[] = [];
  readonly #waiting = new Map<string, () => void>();

  task(name: string): () => Promise<string> {
    return async () => {
      this.log.push(`${name} begins`);
      await new Promise<void>((resolve) => this.#waiting.set(name, resolve));
      this.log.push(`${name} ends`);
      return name;
    };
  }

  async end(name: string): Promise<void> {
    this.#waiting.get(name)?.();
    await settle();
  }
}

/** Lets every promise that is about to resolve do so. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

test("a task that runs alone waits for those that run, and others wait for it", async () => {
  const turns = new Turns();
  const tasks = new Tasks();
  const first = turns.together(tasks.task("first"));
  const second = turns.together(tasks.task("second"));
  const alone = turns.alone(tasks.task("alone"));
  const alsoAlone = turns.alone(tasks.task("also alone"));
  const third = turns.together(tasks.task("third"));
  await settle();
  expect(tasks.log).toEqual(["first begins", "second begins"]);
  await tasks.end("first");
  await tasks.end("second");
  expect(tasks.log.slice(4)).toEqual(["alone begins"]);
  await tasks.end("alone");
  expect(tasks.log.slice(5, 7)).toEqual(["alone ends", "also alone begins"]);
  await tasks.end("also alone");
  expect(tasks.log.slice(7)).toEqual(["also alone ends", "third begins"]);
  await tasks.end("third");
  expect(await Promise.all([first, second, alone, alsoAlone, third])).toEqual([
    ...["first", "second", "alone", "also alone", "third"],
  ]);
});

test("a task that fails lets the others go on", async () => {
  const turns = new Turns();
  const fails = () => Promise.reject(new Error("a whale"));
  await expect(turns.together(fails)).rejects.toThrow("a whale");
  await expect(turns.alone(fails)).rejects.toThrow("a whale");
  expect(await turns.together(async () => "third")).toBe("third");
});
