import { describe, expect, test } from "vitest";
import { Cancellation } from "../src/cancellation.ts";

describe("an abort", () => {
  test("calls each listener once, in their order, and not those that were removed", () => {
    const cancellation = new Cancellation();
    const calls: string[] = [];
    const removed = () => calls.push("removed");
    cancellation.addEventListener("abort", () => calls.push("first"));
    cancellation.addEventListener("abort", removed);
    cancellation.addEventListener("abort", () => calls.push("second"));
    cancellation.removeEventListener("abort", removed);
    cancellation.removeEventListener("abort", removed);
    cancellation.abort();
    cancellation.abort();
    expect(calls).toEqual(["first", "second"]);
  });

  test("does not call a listener that an earlier one removes", () => {
    const cancellation = new Cancellation();
    const calls: string[] = [];
    const removed = () => calls.push("removed");
    cancellation.addEventListener("abort", () => cancellation.removeEventListener("abort", removed));
    cancellation.addEventListener("abort", removed);
    cancellation.addEventListener("abort", () => calls.push("last"));
    cancellation.abort();
    expect(calls).toEqual(["last"]);
  });

  test("calls all listeners though one throws, and then throws what it did", () => {
    const cancellation = new Cancellation();
    const calls: string[] = [];
    cancellation.addEventListener("abort", () => {
      throw new Error("first");
    });
    cancellation.addEventListener("abort", () => calls.push("second"));
    cancellation.addEventListener("abort", () => {
      throw new Error("third");
    });
    expect(() => cancellation.abort()).toThrow("first");
    expect(calls).toEqual(["second"]);
  });

  test("is known to its listeners, with the reason of the first one", () => {
    const cancellation = new Cancellation();
    let seen: unknown;
    cancellation.addEventListener("abort", () => {
      seen = [cancellation.aborted, cancellation.reason];
    });
    expect(cancellation.aborted).toBe(false);
    cancellation.throwIfAborted();
    cancellation.abort("enough");
    cancellation.abort("too late");
    expect(seen).toEqual([true, "enough"]);
    expect(() => cancellation.throwIfAborted()).toThrow("enough");
  });

  test("has the reason of an AbortController's by default", () => {
    const [cancellation, controller] = [new Cancellation(), new AbortController()];
    cancellation.abort();
    controller.abort();
    expect(cancellation.reason).toEqual(controller.signal.reason);
  });
});

describe("the AbortSignal of a cancellation", () => {
  test("is aborted with it", () => {
    const cancellation = new Cancellation();
    const { signal } = cancellation;
    expect(signal.aborted).toBe(false);
    cancellation.abort("enough");
    expect(signal).toMatchObject({ aborted: true, reason: "enough" });
    expect(cancellation.signal).toBe(signal);
  });

  test("is aborted already if it is first read later", () => {
    const cancellation = new Cancellation();
    cancellation.abort("enough");
    expect(cancellation.signal).toMatchObject({ aborted: true, reason: "enough" });
  });
});
