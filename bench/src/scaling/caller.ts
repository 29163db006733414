/**
 * Sends requests, some at a time, and answers with the number of responses by status. Its messages are {@link CallerTask}s.
 */

/** Requests with the same body. */
export interface CallerTask {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly count: number;
  readonly atATime: number;
}

/** The number of responses by status, and the milliseconds that all of them took. */
export interface CallerResult {
  readonly statuses: Readonly<Record<string, number>>;
  readonly duration: number;
}

process.on("message", async ({ url, headers, body, count, atATime }: CallerTask) => {
  const statuses: Record<string, number> = {};
  const start = performance.now();
  let sent = 0;
  const sendAll = async (): Promise<void> => {
    while (sent < count) {
      sent += 1;
      const response = await fetch(url, { method: "POST", headers, body });
      // A stream that breaks off rejects.
      await response.arrayBuffer();
      statuses[response.status] = (statuses[response.status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: atATime }, sendAll));
  process.send?.({ statuses, duration: performance.now() - start } satisfies CallerResult);
});
