import { availableParallelism } from "node:os";
import type { ViteUserConfig } from "vitest/config";
import { shared } from "../../vitest.shared.ts";

const config: ViteUserConfig = {
  ...shared,
  test: {
    ...shared.test,
    // Generous for a busy machine, as the other times are. By default, a poll gives up after a second.
    expect: { ...shared.test?.expect, poll: { timeout: 30_000 } },
    // Some files leave requests behind that give up after a minute, which in a shared process would be errors of other files.
    isolate: true,
    // Many tests wait for other processes. By default, Vitest runs one file at a time on a machine with two cores, which takes much
    // longer.
    maxWorkers: availableParallelism() + 1,
  },
};

export default config;
