import { availableParallelism } from "node:os";
import type { ViteUserConfig } from "vitest/config";
import { shared } from "../../vitest.shared.ts";

const config: ViteUserConfig = {
  ...shared,
  // Many tests wait for other processes. By default, Vitest runs one file at a time on a machine with two cores, which takes a
  // third longer.
  test: { ...shared.test, maxWorkers: Math.max(2, availableParallelism() - 1) },
};

export default config;
