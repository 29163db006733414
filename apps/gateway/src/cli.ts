#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { setFlagsFromString } from "node:v8";
import { Signals } from "./cluster/signals.ts";

// First of all, so that no signal is lost.
const signals = new Signals();

// A request passes through hundreds of small functions. If V8 inlines more of them, it takes 5 % less time.
setFlagsFromString("--max-inlined-bytecode-size-cumulative=2000");
setFlagsFromString("--max-inlined-bytecode-size-small=80");

// It caches only what is imported after this call.
enableCompileCache();

const [{ runProgram }, { program }, { checkOptions }] = await Promise.all([
  import("@completions-api/command-line"),
  import("./command-line/program.ts"),
  import("./command-line/check-options.ts"),
]);

await runProgram(program, async (options) => {
  checkOptions(options);
  const { config: file, host, port, workers, watch, check, schema, "make-key": keyName } = options;
  const source = {
    ...(file !== undefined && { file }),
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
    ...(options["without-site"] && { site: false }),
  };
  const serves = keyName === undefined && !schema && !check;
  if (serves) signals.exitUntilServing();
  else signals.release();
  // Each task loads only what it needs.
  if (keyName !== undefined) {
    const { formatNewKey } = await import("./command-line/new-key.ts");
    process.stdout.write(formatNewKey(keyName));
  } else if (schema) {
    const { formatSchema } = await import("./command-line/schema.ts");
    process.stdout.write(formatSchema());
  } else if (options.probe) {
    const { probeServers } = await import("./command-line/probe.ts");
    await probeServers(source, workers);
  } else if (check) {
    const { checkConfig } = await import("./command-line/check.ts");
    await checkConfig({ ...source, withoutEnvironment: options["without-environment"] }, workers);
  } else {
    const { serve } = await import("./command-line/serve.ts");
    await serve(source, { workers, watch, signals });
  }
});
