import { afterAll, afterEach, test as base, type TestAPI } from "vitest";
import type { MockSession } from "./mock-session.ts";
import { UnusedRepliesError } from "./replies/unused-replies.ts";
import { type Mock, type MockOptions, startMock } from "./start-mock.ts";

export type { Mock, MockOptions, MockSession };

/**
 * Starts a mock for a test file, on a free port unless the options name one. It is reset after each test and closed after the last
 * one. With `strict`, a test also fails if replies that it registered are unused.
 *
 * @throws Error of `node:net` if it cannot listen.
 */
export async function useMock(options: MockOptions = {}): Promise<Mock> {
  const mock = await startMock({ port: 0, ...options });
  afterEach(() => {
    const { unusedReplies } = mock;
    mock.reset();
    if (options.strict && unusedReplies.length > 0) throw new UnusedRepliesError(unusedReplies);
  });
  afterAll(() => mock.close());
  return mock;
}

/** The fixtures of {@link test}. */
export interface MockFixtures {
  /** The server that the tests of a file share. */
  readonly mockServer: Mock;
  /** A session of the server for one test alone. */
  readonly mock: MockSession;
}

/** Vitest's `test` with a session of a mock for each test, so that tests can run at the same time. */
export const test: TestAPI<MockFixtures> = base.extend<MockFixtures>({
  mockServer: [
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads which fixtures a fixture needs from this pattern.
    async ({}, use) => {
      await using server = await startMock({ port: 0 });
      await use(server);
    },
    { scope: "file" },
  ],
  mock: ({ mockServer }, use) => use(mockServer.session()),
});
