#!/usr/bin/env node
import module from "node:module";

// Must come first: it caches only the modules that are imported after it. Node 20 does not have it, and neither do its types.
Reflect.get(module, "enableCompileCache")?.();

const [
  { explainListenError, runProgram, UsageError },
  { program },
  { RefereeError },
  { readRecordingOptions },
  { CassetteError },
  { ExchangeTally },
  { ScriptError },
  { UnusedRepliesError },
  { findBuiltSite },
] = await Promise.all([
  import("@completions-api/command-line"),
  import("./command/program.ts"),
  import("./referee/referee.ts"),
  import("./command/recording-options.ts"),
  import("@completions-api/protocol/cassette"),
  import("./command/exchange-tally.ts"),
  import("./script/script-error.ts"),
  import("./replies/unused-replies.ts"),
  import("./built-site.ts"),
]);

await runProgram(program, async (given) => {
  const { port, host, deployment, script, strict, referee, quiet, json } = given;
  const revealSecrets = given["reveal-secrets"];
  // With --json, stdout has only JSON, which contains the violations, too.
  const tally = new ExchangeTally(json ? console.error : console.log);
  const recording = readRecordingOptions(given, (exchange) => tally.add(exchange));
  // A proxy passes every path on to the real server.
  const site = !given["without-site"] && recording.proxy === undefined && findBuiltSite() !== undefined;
  const ignored = strict ? "--strict" : script && "--script";
  if (ignored && recording.proxy && !recording.replay)
    throw new UsageError(
      `${ignored} has no effect with --proxy or --record, because the real server answers.`,
    );
  // Loaded late, because these take most of the startup time and `--help` does not need them.
  const [{ startMock }, { formatGreeting }, { onShutdown }, { createRequestLog }] = await Promise.all([
    import("./start-mock.ts"),
    import("./command/greeting.ts"),
    import("./command/on-shutdown.ts"),
    import("./command/request-log.ts"),
  ]);
  const observe = createRequestLog({ quiet, json }, process.stdout);
  const deployments = deployment.length > 0 ? { deployments: deployment } : {};
  const options = {
    port,
    host,
    ...deployments,
    ...(script && { script }),
    ...(strict && { strict }),
    ...(referee && { referee }),
    revealSecrets,
    site,
    ...(observe && { observe }),
    ...recording,
  };
  const starting = startMock(options).catch((error: unknown) => {
    if (error instanceof RefereeError || error instanceof CassetteError || error instanceof ScriptError)
      throw new UsageError(error.message);
    throw explainListenError(error, { host, port });
  });
  onShutdown(async () => {
    await (await starting).close().catch((error: unknown) => {
      // Its lines are on stderr already.
      if (!(error instanceof UnusedRepliesError)) throw error;
      process.exitCode = 1;
    });
    if (recording.proxy) tally.printCounts();
    if (tally.hasViolations) process.exitCode = 1;
  });
  console.log(formatGreeting((await starting).url, { json, hasSite: site, revealSecrets }));
  // From now on, a mock without a reader goes on serving: tests depend on it, but not on what it prints.
  process.stdout.removeAllListeners("error").on("error", () => {});
});
