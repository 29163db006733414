import { availableParallelism } from "node:os";
import type { ViteUserConfig } from "vitest/config";
import { sharedExcept } from "../../vitest.shared.ts";

const config: ViteUserConfig = sharedExcept(
  [
    "test/{hostile,memory,real-engines,soak}/**/*.test.ts",
    // Their queues have requests that nobody waits for, and that give up after a minute.
    "test/queue/*.test.ts",
    "test/faults/schedule.test.ts",
    "test/engines/collect-deltas.test.ts",
    "test/filter/speed.test.ts",
    "test/fuzz/fuzz.test.ts",
    "test/pipeline/retained-bodies.test.ts",
  ],
  // Many tests wait for other processes. By default, Vitest runs one file at a time on a machine with two cores, which takes a
  // third longer.
  { maxWorkers: Math.max(2, availableParallelism() - 1) },
);

export default config;
