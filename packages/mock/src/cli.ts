#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { parseArgs } from "node:util";
import packageJson from "../package.json" with { type: "json" };

// For what is imported from here on.
enableCompileCache();

/** Says why it could not run, in one line. */
class UsageError extends Error {}

async function main(): Promise<void> {
  const { values } = readArguments();
  if (values.help) {
    const { formatHelp } = await import("./help.ts");
    process.stdout.write(formatHelp());
    return;
  }
  if (values.version) {
    console.log(packageJson.version);
    return;
  }
  const { port = "4010", host = "127.0.0.1", deployment } = values;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new UsageError(`--port must be a number from 0 to 65535, not ${JSON.stringify(port)}.`);
  }
  if (host === "") throw new UsageError("--host must be an address or a host name, not empty.");
  const [{ startMock }, { formatGreeting }] = await Promise.all([
    import("./start-mock.ts"),
    import("./greeting.ts"),
  ]);
  const mock = await startMock({
    port: Number(port),
    host,
    ...(deployment !== undefined && { deployments: deployment }),
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.syscall !== "listen" && error.syscall !== "getaddrinfo") throw error;
    throw new UsageError(describeListenError(error, host, port));
  });
  console.log(formatGreeting(mock.url));
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, async () => {
      await mock.close();
      process.exit(0);
    });
  }
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        port: { type: "string" },
        host: { type: "string" },
        deployment: { type: "string", multiple: true },
        help: { type: "boolean" },
        version: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}; try completions-mock --help.`);
  }
}

function describeListenError({ code, message }: NodeJS.ErrnoException, host: string, port: string): string {
  if (code === "EADDRINUSE")
    return `Port ${port} of ${host} is in use. Choose another with --port, or any with --port 0.`;
  return `Cannot listen on port ${port} of ${host}: ${message}.`;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof UsageError ? `completions-mock: ${error.message}` : error);
  process.exitCode = 2;
}
