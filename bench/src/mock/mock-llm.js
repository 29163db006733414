/**
 * mock-llm with a single rule, which answers completions with a fixed body. It has no option that turns off its request log, so
 * `console.log` does nothing here. Arguments: port, body.
 */
import { createServer } from "@dwmkerr/mock-llm/dist/server.js";

const [port, content = ""] = process.argv.slice(2);
const host = "127.0.0.1";
console.log = () => {};

const rules = [{ path: "^/completions$", method: "POST", response: { status: 200, content } }];
const streaming = { chunkSize: 50, chunkIntervalMs: 50 };
createServer({ rules, streaming }, host, Number(port)).listen(Number(port), host);
