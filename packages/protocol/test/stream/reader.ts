/** What someone imports who reads streams and serves nothing. */
export { createAssembler, createStreamGrammar, decodeEvents } from "../../src/index.ts";
