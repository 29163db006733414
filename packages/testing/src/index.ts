export { openConnection, receive, sendRaw } from "./connection.ts";
export { damagedBytes, oneOrTwo, randomBytes } from "./damaged-bytes.ts";
export { chromiumBinary } from "./find-chromium.ts";
export { formatRequest, type RequestParts } from "./format-request.ts";
export { type Address, findFreePort, listenOnFreePort, type RunningServer, startServer } from "./listen.ts";
export { type LiteLLM, type LiteLLMOptions, startLiteLLM } from "./litellm.ts";
export { type LlamaCpp, type LlamaCppParameters, type Slot, startLlamaCpp } from "./llama-cpp.ts";
export { parseResponses, readResponse, splitChunks, type WholeResponse } from "./parse-responses.ts";
export { missingEngines, modelFile, PythonServer, type PythonServerOptions } from "./python-server.ts";
export {
  executeProgram,
  type ProgramOptions,
  type ProgramResult,
  RunningProgram,
  type StartOptions,
} from "./run-program.ts";
export { nodeBinary, nodeVersions, runtimeFile, runtimesHint } from "./runtimes.ts";
export { splitEvents } from "./stream-events.ts";
export { testReadme } from "./test-readme.ts";
