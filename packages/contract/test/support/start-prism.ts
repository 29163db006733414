import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { RunningProgram } from "@completions-api/testing";

const require = createRequire(import.meta.url);

/** Starts Prism's CLI with the bundled spec. */
export function startPrism(): Promise<RunningProgram> {
  const spec = require.resolve("@completions-api/spec/openapi.json");
  return RunningProgram.start(
    pathToFileURL(require.resolve("@stoplight/prism-cli")),
    ["mock", "--port", "0", spec],
    // In production it starts workers and crashes.
    { env: { NODE_ENV: "development" }, until: /listening on http:\S+/ },
  );
}
