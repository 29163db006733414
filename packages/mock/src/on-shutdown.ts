/** Milliseconds between two looks at the parent process. */
const parentInterval = 250;

/**
 * Calls `stop` once when the process is told to end: by Ctrl-C, SIGTERM or SIGHUP, or by the end of the npx that started it.
 * Then exits with `process.exitCode`, which is 0 unless `stop` sets it.
 */
export function onShutdown(stop: () => Promise<void>): void {
  let isStopping = false;
  const shutDown = async () => {
    // npm passes on the signal of a Ctrl-C, which the terminal has sent to this process as well.
    if (isStopping) return;
    isStopping = true;
    await stop();
    process.exit();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, shutDown);
  if (process.env.npm_lifecycle_event === "npx") onParentExit(shutDown);
}

/** Calls `end` once this process has another parent, because its own has ended. */
function onParentExit(end: () => void): void {
  // A signal to npx gets no further than the shell that npx runs the command in.
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    end();
  }, parentInterval);
  timer.unref();
}
