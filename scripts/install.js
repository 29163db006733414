// Installs what the workspace lacks, so that one command does everything in a fresh clone.
import { runQuietly } from "./run-quietly.js";

// The log level that the workspace sets would hide how far a failed installation came.
process.exitCode = await runQuietly("Installing", "pnpm", ["install", "--loglevel=info"]);
