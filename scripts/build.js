// Builds packages and what they depend on. usage: node scripts/build.js --filter=PACKAGE...
import { runQuietly } from "./run-quietly.js";

process.exitCode = await runQuietly("Building", "turbo", ["run", "build", ...process.argv.slice(2)]);
