import type { Consumer } from "../../src/consumer.ts";

/** A consumer without faults. */
export const consumer: Consumer = {
  folder: "/consumers/sample",
  name: "sample",
  homepage: "https://example.com",
  version: "1.0.0",
  language: "Go",
  needs: [],
  spec: "openapi.yaml",
  install: [],
  generate: ["true"],
  compile: ["true"],
  run: "true",
  faults: {},
};
