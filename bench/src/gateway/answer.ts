/** The parts of an upstream's answers, which are those of vLLM. */

/** The texts of tokens. */
export const words: readonly string[] =
  " the white whale swam before him as the monomaniac incarnation of all those malicious agencies".split(
    /(?= )/,
  );
/** The beginning of every answer. */
export const identity = {
  id: "cmpl-5f2a7d6c1b0e4f39a8d7c6b5a4938271",
  object: "text_completion",
  created: 1_764_000_000,
};
/** The model of every answer. */
export const model = "meta-llama/Llama-3.1-8B";

const choice = {
  index: 0,
  text: words.concat(words.slice(0, 1)).join(""),
  logprobs: null,
  finish_reason: "length",
  stop_reason: null,
};
const completion = JSON.stringify({
  ...identity,
  model,
  choices: [{ ...choice, prompt_logprobs: null }],
  service_tier: null,
  system_fingerprint: null,
  usage: { prompt_tokens: 3, total_tokens: 19, completion_tokens: 16, prompt_tokens_details: null },
});
/** A response with one completion of 16 tokens. */
export const wholeResponse: string = `HTTP/1.1 200 OK\r\nserver: uvicorn\r\ncontent-length: ${completion.length}\r\ncontent-type: application/json\r\n\r\n${completion}`;

/** The beginning of a response that is a stream. */
export const streamHead =
  "HTTP/1.1 200 OK\r\nserver: uvicorn\r\ncontent-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked\r\n\r\n";
