#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// It caches only what is imported after this call.
enableCompileCache();

const [{ explainListenError, runProgram }, { program }] = await Promise.all([
  import("@completions-api/command-line"),
  import("./program.ts"),
]);

await runProgram(program, async ({ port, host, deployment }) => {
  // Not loaded for `--help`: it takes most of the time to start.
  const [{ startMock }, { formatGreeting }] = await Promise.all([
    import("./start-mock.ts"),
    import("./greeting.ts"),
  ]);
  const deployments = deployment.length > 0 ? { deployments: deployment } : {};
  const mock = await startMock({ port, host, ...deployments }).catch((error: unknown) => {
    throw explainListenError(error, { host, port });
  });
  console.log(formatGreeting(mock.url));
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, async () => {
      await mock.close();
      process.exit(0);
    });
  }
});
