#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import packageJson from "../package.json" with { type: "json" };
import { readArguments } from "./command-line/arguments.ts";
import { UsageError } from "./command-line/usage-error.ts";

// For what is imported from here on.
enableCompileCache();

async function main(): Promise<void> {
  const { config: file, host, port, workers, ...task } = readArguments(process.argv.slice(2));
  if (task.help) {
    const { help } = await import("./command-line/help.ts");
    process.stdout.write(help);
  } else if (task.version) {
    console.log(packageJson.version);
  } else if (task.makeKey !== undefined) {
    const { formatNewKey } = await import("./command-line/new-key.ts");
    process.stdout.write(formatNewKey(task.makeKey));
  } else {
    const source = {
      ...(file !== undefined && { file }),
      ...(host !== undefined && { host }),
      ...(port !== undefined && { port }),
    };
    if (task.check) {
      const { check } = await import("./command-line/check.ts");
      await check(source);
    } else {
      const { serve } = await import("./command-line/serve.ts");
      await serve(source, workers);
    }
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof UsageError ? `completions-gateway: ${error.message}` : error);
  // Not only `exitCode`: workers or connections that are already there would keep the process.
  process.exit(2);
}
