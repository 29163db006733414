#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// It caches only what is imported after this call.
enableCompileCache();

const [{ runProgram, UsageError }, { program }] = await Promise.all([
  import("@completions-api/command-line"),
  import("./command-line/program.ts"),
]);

await runProgram(program, async ({ config: file, host, port, workers, check, "make-key": keyName }) => {
  if (check && file === undefined) throw new UsageError("--check needs a file: --config FILE.");
  const source = {
    ...(file !== undefined && { file }),
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
  };
  // Each task loads only what it needs.
  if (keyName !== undefined) {
    const { formatNewKey } = await import("./command-line/new-key.ts");
    process.stdout.write(formatNewKey(keyName));
  } else if (check) {
    const { checkConfig } = await import("./command-line/check.ts");
    await checkConfig(source);
  } else {
    const { serve } = await import("./command-line/serve.ts");
    await serve(source, workers);
  }
});
