#!/usr/bin/env node
import module from "node:module";

// Must come first: it caches only the modules that are imported after it. Node 20 does not have it, and neither do its types.
Reflect.get(module, "enableCompileCache")?.();

const [{ explainListenError, runProgram, UsageError }, { program }, { RefereeError }] = await Promise.all([
  import("@completions-api/command-line"),
  import("./program.ts"),
  import("./referee.ts"),
]);

await runProgram(program, async (given) => {
  const { port, host, deployment, referee, quiet, json } = given;
  const revealSecrets = given["reveal-secrets"];
  // Loaded late, because these take most of the startup time and `--help` does not need them.
  const [{ startMock }, { formatGreeting }, { onShutdown }, { createRequestLog }] = await Promise.all([
    import("./start-mock.ts"),
    import("./greeting.ts"),
    import("./on-shutdown.ts"),
    import("./request-log.ts"),
  ]);
  const observe = createRequestLog({ quiet, json }, process.stdout);
  const deployments = deployment.length > 0 ? { deployments: deployment } : {};
  const options = {
    port,
    host,
    ...deployments,
    ...(referee && { referee }),
    revealSecrets,
    ...(observe && { observe }),
  };
  const starting = startMock(options).catch((error: unknown) => {
    if (error instanceof RefereeError) throw new UsageError(error.message);
    throw explainListenError(error, { host, port });
  });
  onShutdown(async () => (await starting).close());
  console.log(formatGreeting((await starting).url, { json, revealSecrets }));
  // From now on, a mock without a reader goes on serving: tests depend on it, but not on what it prints.
  process.stdout.removeAllListeners("error").on("error", () => {});
});
