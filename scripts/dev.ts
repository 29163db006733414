// Serves from source and restarts on change. usage: node scripts/dev.ts [gateway|mock] [options of the server]
import { spawn } from "node:child_process";
import { once } from "node:events";
import "./stop-with-npx.js";

const args = process.argv.slice(2);
const name = args[0] === "gateway" || args[0] === "mock" ? args.shift() : "gateway";
const program = name === "mock" ? "packages/mock/src/cli.ts" : "apps/gateway/src/cli.ts";

// The watcher would wait for a change after the help, too.
const printsOnly = args.includes("--help") || args.includes("--version");
const watch = printsOnly ? [] : ["--watch", "--watch-preserve-output"];
const server = spawn(process.execPath, [...watch, "--conditions=@completions-api/source", program, ...args], {
  stdio: "inherit",
});
// Ctrl-C reaches the server by itself: the terminal sends it to all of its processes.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => server.kill("SIGTERM"));
const [exitCode] = await once(server, "exit");
process.exitCode = exitCode ?? 1;
