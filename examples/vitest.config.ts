import type { ViteUserConfig } from "vitest/config";
import { shared } from "../vitest.shared.ts";

const config: ViteUserConfig = {
  ...shared,
  // These tests mostly wait for other processes. By default, Vitest runs one file at a time on a machine with two cores.
  test: { ...shared.test, maxWorkers: 3 },
};

export default config;
