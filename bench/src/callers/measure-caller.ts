import { answerWith } from "../contenders.ts";

/** What each asks for, and its key. */
export const prompt = "Once upon a time";
export const token = "abcde12345";

/** How long it calls, in milliseconds. */
const duration = 100;

/**
 * Makes this process one that sends so many calls at a time as it is asked for.
 *
 * @param createCaller - takes the address of a server, and returns what sends it a call, and returns the completion's id.
 */
export function measureCaller(createCaller: (baseUrl: string) => () => Promise<string | undefined>): void {
  const [baseUrl = ""] = process.argv.slice(2);
  const call = createCaller(baseUrl);
  answerWith(async (inFlight) => {
    const start = performance.now();
    let calls = 0;
    async function callOn(): Promise<void> {
      while (performance.now() - start < duration) {
        if (!(await call())) throw new Error("It got no completion.");
        calls += 1;
      }
    }
    await Promise.all(Array.from({ length: inFlight }, callOn));
    return calls;
  });
}
