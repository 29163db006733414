// Runs a script that writes the id of a process to a file and then waits. The file is the first argument.
import { runShell } from "../../src/shell.ts";

process.once("SIGTERM", () => process.exit(143));
await runShell(['sleep 1000 & echo $! > "$FILE"', "wait"], {
  cwd: import.meta.dirname,
  env: { ...process.env, FILE: process.argv[2] },
  timeout: 1000,
});
