// Stops the server that `npx pnpm@12 start` started when npx is stopped alone. Ctrl-C reaches every process of the
// terminal, but a SIGTERM to npx gets no further than the shell between it and pnpm.
import { readFileSync } from "node:fs";

/** The processes between npx and this one: pnpm and, where the system shows it, the shell above it. */
function findAncestors(): string {
  try {
    return `${process.ppid} ${/^PPid:.*$/m.exec(readFileSync(`/proc/${process.ppid}/status`, "utf8"))?.[0]}`;
  } catch {
    // No /proc here, or pnpm is gone.
    return String(process.ppid);
  }
}

// npm alone sets this; a server that pnpm itself started may outlive its shell.
if (process.env.npm_config_npm_version !== undefined) {
  const ancestors = findAncestors();
  const watch = setInterval(() => {
    if (findAncestors() !== ancestors) process.kill(process.pid, "SIGTERM");
  }, 250);
  watch.unref();
}
