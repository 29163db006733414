// Stops this process, such as the server of `npx pnpm@12 start`, when npx or pnpm is stopped alone. Ctrl-C reaches every process of
// the terminal, but a SIGTERM to npx gets no further than the shell between npx and pnpm, and one to pnpm no further than pnpm.
import { readFileSync } from "node:fs";

/** Returns which processes are above this one: pnpm and, below npx where the system shows it, the shell that runs pnpm. */
function describeAncestors() {
  const pnpm = String(process.ppid);
  // Only npm sets this. Without npx, the shell above pnpm is the user's, and may close while the server goes on.
  if (process.env.npm_config_npm_version === undefined) return pnpm;
  try {
    return `${pnpm} ${/^PPid:.*$/m.exec(readFileSync(`/proc/${pnpm}/status`, "utf8"))?.[0]}`;
  } catch {
    // No /proc here, or pnpm is gone.
    return pnpm;
  }
}

const ancestors = describeAncestors();
const watch = setInterval(() => {
  if (describeAncestors() !== ancestors) process.kill(process.pid, "SIGTERM");
}, 250);
watch.unref();
