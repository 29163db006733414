/** A shape that occurs in real streams, and how a reader of completions must treat it. */
export interface StreamShape {
  /** A unique name. */
  readonly name: string;
  /** Describes the shape. */
  readonly shape: string;
  /** The events that precede the example; by default the first text. */
  readonly before?: readonly string[];
  /** An event of this shape, as it is sent. */
  readonly example: string;
  /** The events that follow the example; by default the rest of the text, its end, the usage and `[DONE]`. */
  readonly after?: readonly string[];
  /** The number of prompts in the request; by default 1. */
  readonly prompts?: number;
  /**
   * The outcome of reading the stream:
   *
   * - `read`: the example belongs to the completion, which is whole;
   * - `skipped`: the completion is whole without the example;
   * - `error`: reading fails after the text that precedes the example.
   */
  readonly verdict: "read" | "skipped" | "error";
  /** The outcome in the gateway, where it differs. */
  readonly gatewayVerdict?: "read";
  /** True if the stream follows the spec, so that strict readers accept it, too. */
  readonly isValid?: true;
  /** True if the stream has no usage. */
  readonly lacksUsage?: true;
  /** The reason for the verdict. */
  readonly why: string;
  /** A server that sends this shape, or the standard or spec that decides. */
  readonly source: string;
}

/** The text of every stream that can be read, and the reason why it ends. */
export const shapedCompletion = { text: "Call me Ishmael.", finish_reason: "stop" } as const;

const identity = { id: "1", object: "text_completion", created: 1_700_000_000, model: "m" };
const counts = { prompt_tokens: 2, completion_tokens: 4, total_tokens: 6 };

function encode(properties: object): string {
  return `data: ${JSON.stringify({ ...identity, ...properties })}\n\n`;
}

function chunk(text: string, finish_reason: string | null = null, properties: object = {}): string {
  return encode({ choices: [{ index: 0, text, finish_reason }], ...properties });
}

const first = chunk("Call me");
const rest = chunk(" Ishmael.");
const end = chunk("", "stop");
const usage = encode({ choices: [], usage: counts });
const done = "data: [DONE]\n\n";

const whatwg = "https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation";
const spec = "spec/paths/completions.yaml";

/** The table. Client and gateway are tested with every row. */
export const streamShapes: readonly StreamShape[] = [
  {
    name: "comment",
    shape: "a comment",
    example: ": OPENROUTER PROCESSING\n\n",
    verdict: "skipped",
    isValid: true,
    why: "It keeps the connection open.",
    source: "https://openrouter.ai/docs/api-reference/streaming",
  },
  {
    name: "byte-order-mark",
    shape: "a byte order mark",
    before: [],
    example: `\uFEFF${first}`,
    verdict: "read",
    isValid: true,
    why: "The standard ignores one at the start of a stream.",
    source: whatwg,
  },
  {
    name: "carriage-returns",
    shape: "lines that end in CRLF",
    example: rest.replaceAll("\n", "\r\n"),
    after: [end, usage, done],
    verdict: "read",
    isValid: true,
    why: "The standard allows CR, LF and CRLF.",
    source: whatwg,
  },
  {
    name: "no-space",
    shape: "no space after `data:`",
    example: rest.replace(": ", ":"),
    after: [end, usage, done],
    verdict: "read",
    isValid: true,
    why: "The space is optional.",
    source: whatwg,
  },
  {
    name: "no-final-line-break",
    shape: "`[DONE]` without a line break after it",
    before: [first, rest, end, usage],
    example: done.trimEnd(),
    after: [],
    verdict: "read",
    isValid: true,
    why: "`[DONE]` is complete, so nothing is missing.",
    source: "https://github.com/openai/openai-node/blob/master/src/core/streaming.ts",
  },
  {
    name: "named-chunk",
    shape: "a chunk in an event with a name and an id",
    example: `event: completion\nid: 7\nretry: 10\n${rest}`,
    after: [end, usage, done],
    verdict: "read",
    isValid: true,
    why: "The name says nothing that the data does not.",
    source: whatwg,
  },
  {
    name: "ping",
    shape: "an event named `ping`, with JSON",
    example: 'event: ping\ndata: {"type": "ping"}\n\n',
    verdict: "skipped",
    why: "It keeps the connection open.",
    source: "https://docs.claude.com/en/docs/build-with-claude/streaming#ping-events",
  },
  {
    name: "ping-without-json",
    shape: "an event named `ping`, with any data",
    example: "event: ping\ndata: ping\n\n",
    verdict: "skipped",
    why: "It keeps the connection open, whatever its data is.",
    source: "https://github.com/modelcontextprotocol/go-sdk/issues/636",
  },
  {
    name: "heartbeat",
    shape: "an event named `heartbeat` or `keep-alive`, with any data",
    example: "event: heartbeat\ndata: 1\n\n",
    verdict: "skipped",
    why: "It keeps the connection open.",
    source: whatwg,
  },
  {
    name: "empty-data",
    shape: "empty data",
    example: "data:\n\n",
    verdict: "skipped",
    why: "Proxies send it to keep the connection open.",
    source: "https://github.com/netease-lcap/wave-agent/pull/1326",
  },
  {
    name: "null",
    shape: "`null`",
    before: [],
    example: "data: null\n\n",
    after: [first, rest, end, usage, done],
    verdict: "skipped",
    why: "llama.cpp sends one for each prompt after the first. It holds nothing.",
    source: "https://github.com/earendil-works/pi/pull/2466",
  },
  {
    name: "without-choices",
    shape: "an object without choices or usage",
    example: 'data: {"type": "response.in_progress"}\n\n',
    verdict: "skipped",
    why: "All text is in choices.",
    source: "https://github.com/diegosouzapw/OmniRoute/pull/2233",
  },
  {
    name: "prompt-annotation",
    shape: "an annotation of the prompt, without an id and with an empty list of choices",
    before: [],
    example:
      'data: {"id": "", "object": "", "created": 0, "model": "", "choices": [], "prompt_filter_results": []}\n\n',
    after: [first, rest, end, usage, done],
    verdict: "skipped",
    why: "The completion's id is in the events that follow.",
    source: "https://learn.microsoft.com/azure/ai-services/openai/concepts/content-streaming",
  },
  {
    name: "text-annotation",
    shape: "an annotation of the text: a choice that has none",
    before: [first, rest, end],
    example:
      'data: {"id": "", "object": "", "created": 0, "model": "", "choices": [{"index": 0, "finish_reason": null, "content_filter_offsets": {"start_offset": 0, "end_offset": 16}}]}\n\n',
    after: [usage, done],
    verdict: "skipped",
    why: "Azure's asynchronous filter sends it late, even after the end of the choice. It adds no text.",
    source: "https://github.com/langchain-ai/langchain/issues/18977",
  },
  {
    name: "end-without-text",
    shape: "a choice that ends without a text",
    before: [first, rest],
    example: encode({ choices: [{ index: 0, finish_reason: "stop" }], usage: counts }),
    after: [done],
    verdict: "read",
    why: "No text is the same as an empty one.",
    source: "https://github.com/BerriAI/litellm/issues/11158",
  },
  {
    name: "end-without-anything",
    shape: "a choice without anything",
    before: [first, rest, end],
    example: encode({ choices: [{}], usage: counts }),
    after: [done],
    verdict: "read",
    why: "LiteLLM sends one beside the usage. It adds nothing to the choices.",
    source: "https://github.com/BerriAI/litellm",
  },
  {
    name: "role",
    shape: "a role, as in the first event of a chat",
    before: [],
    example: encode({ choices: [{ index: 0, delta: { role: "assistant" }, finish_reason: null }] }),
    after: [first, rest, end, usage, done],
    verdict: "read",
    why: "It has no text.",
    source: "https://platform.openai.com/docs/api-reference/chat-streaming",
  },
  {
    name: "error-null",
    shape: "an `error` that is null, in a chunk",
    example: chunk(" Ishmael.", null, { error: null }),
    after: [end, usage, done],
    verdict: "read",
    why: "Nothing failed.",
    source: "https://github.com/microsoft/foundry-local/issues/144",
  },
  {
    name: "error-empty",
    shape: "an `error` without any content, in a chunk",
    example: chunk(" Ishmael.", null, { error: { code: 0, message: "" } }),
    after: [end, usage, done],
    verdict: "read",
    why: 'Nothing failed. Servers whose chunks always have the property write `""`, `{}` or this.',
    source: spec,
  },
  {
    name: "unknown-properties",
    shape: "properties that the spec does not name",
    example: encode({
      choices: [{ index: 0, text: " Ishmael.", logprobs: null, finish_reason: null, stop_reason: null }],
      prompt_logprobs: null,
    }),
    after: [end, usage, done],
    verdict: "read",
    isValid: true,
    why: "The spec allows more properties.",
    source: "https://github.com/vllm-project/vllm/issues/2266",
  },
  {
    name: "usage-alone",
    shape: "the usage in an event of its own",
    before: [first, rest, end],
    example: usage,
    after: [done],
    verdict: "read",
    isValid: true,
    why: "Servers of OpenAI's kind send it there.",
    source:
      "https://platform.openai.com/docs/api-reference/completions/create#completions_create-stream_options",
  },
  {
    name: "usage-without-choices",
    shape: "the usage in an object without choices",
    before: [first, rest, end],
    example: encode({ usage: counts }),
    after: [done],
    verdict: "read",
    why: "The usage is a part of the completion.",
    source: "https://github.com/ROCm/ATOM/pull/1711",
  },
  {
    name: "usage-everywhere",
    shape: "usage in every event",
    example: chunk(" Ishmael.", null, { usage: { ...counts, completion_tokens: 2, total_tokens: 4 } }),
    after: [end, usage, done],
    verdict: "read",
    why: "The last one counts.",
    source: "https://github.com/vllm-project/vllm/pull/5742",
  },
  {
    name: "usage-never",
    shape: "no usage",
    before: [first, rest],
    example: end,
    after: [done],
    verdict: "read",
    lacksUsage: true,
    why: "The text is whole. Servers of OpenAI's kind send the usage only if they are asked for it.",
    source: "https://github.com/vllm-project/vllm/issues/7299",
  },
  {
    name: "end-repeated",
    shape: "an end that is repeated",
    before: [first, rest, end],
    example: chunk("", "stop", { usage: counts }),
    after: [done],
    verdict: "read",
    why: "It says the same again.",
    source: "https://github.com/vllm-project/vllm/issues/2266",
  },
  {
    name: "reason-empty",
    shape: "a finish reason that is empty",
    example: chunk(" Ishmael.", ""),
    after: [end, usage, done],
    verdict: "read",
    why: 'Some servers write `""` for null. The choice goes on.',
    source: "https://github.com/ollama/ollama/issues/4357",
  },
  {
    name: "id-changes",
    shape: "another id in every event",
    example: chunk(" Ishmael.", null, { id: "2" }),
    after: [chunk("", "stop", { id: "3" }), usage, done],
    verdict: "read",
    why: "A response has one completion. The first id counts.",
    source: "https://github.com/BerriAI/litellm/issues/14429",
  },
  {
    name: "json-cut-short",
    shape: "data that is not JSON",
    example: 'data: {"id": "1", "choices": [{"index": 0, "te\n\n',
    verdict: "error",
    why: "It may be a part of the text, for example where a proxy's heartbeat cuts an event in two.",
    source: "https://github.com/open-software-network/os-clovy/pull/659",
  },
  {
    name: "json-text",
    shape: "JSON that is not an object",
    example: 'data: " Ishmael."\n\n',
    verdict: "error",
    why: "It may be a part of the text.",
    source: spec,
  },
  {
    name: "chat-chunk",
    shape: "a chunk of a chat completion",
    example: encode({ choices: [{ index: 0, delta: { content: " Ishmael." }, finish_reason: null }] }),
    verdict: "error",
    why: "Its text is in `delta`, and would be lost.",
    source: "https://github.com/BerriAI/litellm/issues/1571",
  },
  {
    name: "chat-chunk-beside-text",
    shape: "a chunk of a chat completion with an empty text",
    example: encode({
      choices: [{ index: 0, text: "", delta: { content: " Ishmael." }, finish_reason: null }],
    }),
    verdict: "error",
    why: "Its text is in `delta`, and would be lost.",
    source: spec,
  },
  {
    name: "without-index",
    shape: "a choice without an index",
    example: encode({ choices: [{ text: " Ishmael.", finish_reason: null }] }),
    after: [end, usage, done],
    verdict: "error",
    gatewayVerdict: "read",
    why: "Nothing says which prompt the text completes. The gateway knows its request: it is the only prompt's.",
    source: "spec/components/schemas/ChunkChoice.yaml",
  },
  {
    name: "text-after-end",
    shape: "a text after the end of its choice",
    before: [first, rest, end],
    example: chunk(" Again.", "stop"),
    after: [usage, done],
    verdict: "error",
    why: "The text was whole before. The rest repeats it or belongs elsewhere.",
    source: "https://github.com/foundation-model-stack/fms-guardrails-orchestrator/issues/482",
  },
  {
    name: "other-reason-after-end",
    shape: "another finish reason after the end of its choice",
    before: [first, rest, end],
    example: chunk("", "length"),
    after: [usage, done],
    verdict: "error",
    why: "The text cannot be both whole and cut short.",
    source: spec,
  },
  {
    name: "one-index-for-all",
    shape: "index 0 for the choices of all prompts",
    before: [first, end],
    example: chunk("Once upon", "stop"),
    after: [usage, done],
    prompts: 2,
    verdict: "error",
    why: "LiteLLM does this. The texts would be joined to one.",
    source: "https://github.com/BerriAI/litellm",
  },
  {
    name: "prompt-without-choice",
    shape: "no choice for one of the prompts",
    before: [first, rest, end, usage],
    example: done,
    after: [],
    prompts: 2,
    verdict: "error",
    why: "A whole text is missing.",
    source: spec,
  },
  {
    name: "error",
    shape: "an error event",
    example: 'data: {"error": {"message": "The queue is full.", "type": "overloaded", "code": 503}}\n\n',
    after: [done],
    verdict: "error",
    why: "The completion failed, even if `[DONE]` follows.",
    source: "https://github.com/BerriAI/litellm/issues/40578",
  },
  {
    name: "error-in-chunk",
    shape: "an error in a chunk with choices",
    example: chunk("", "error", { error: { code: 502, message: "The provider disconnected." } }),
    after: [done],
    verdict: "error",
    why: "The completion failed.",
    source: "https://openrouter.ai/docs/api-reference/streaming",
  },
  {
    name: "error-named",
    shape: "an event named `error`",
    example: 'event: error\ndata: {"type": "overloaded_error", "message": "Overloaded"}\n\n',
    after: [end, usage, done],
    verdict: "error",
    why: "Its name says that the completion failed.",
    source: "https://docs.claude.com/en/docs/build-with-claude/streaming#error-events",
  },
  {
    name: "error-text",
    shape: "an error that is a text",
    example: 'data: {"error": "thinking_budget is not supported"}\n\n',
    after: [end, usage, done],
    verdict: "error",
    why: "The completion failed.",
    source: "https://github.com/Blaizzy/nativ/pull/195",
  },
  {
    name: "error-unframed",
    shape: "an error on a line without a field name",
    example: '{"error": {"message": "The queue is full.", "type": "overloaded", "code": 503}}\n\n',
    after: [],
    verdict: "error",
    why: "A proxy passes the body of an error response on where the client expects a stream.",
    source: "https://github.com/lemonade-sdk/lemonade/pull/2975",
  },
  {
    name: "error-by-object",
    shape: "an error that only `object` names",
    example: 'data: {"object": "error", "message": "Too long.", "type": "BadRequestError", "code": 400}\n\n',
    after: [done],
    verdict: "error",
    why: "SGLang's errors look like this.",
    source: "https://github.com/sgl-project/sglang",
  },
  {
    name: "error-without-name",
    shape: "an error that only the absence of choices shows",
    example: 'data: {"choices": null, "error_type": "BadRequestError", "error_message": "Too long."}\n\n',
    after: [done],
    verdict: "error",
    why: "It is skipped, but the choice never ends.",
    source: "https://github.com/NousResearch/hermes-agent/pull/65643",
  },
  {
    name: "done-too-early",
    shape: "`[DONE]` before the end of a choice",
    before: [first],
    example: done,
    after: [],
    verdict: "error",
    why: "llama-cpp-python ends a stream like this when another request interrupts it.",
    source: "https://github.com/abetlen/llama-cpp-python/blob/main/llama_cpp/server/app.py",
  },
  {
    name: "done-never",
    shape: "no `[DONE]`",
    before: [first, rest, end],
    example: usage,
    after: [],
    verdict: "error",
    gatewayVerdict: "read",
    why: "More may have followed. The gateway knows its server, which sends nothing after the usage.",
    source: spec,
  },
];

/** Returns the body of a row's stream. */
export function streamOf({
  before = [first],
  example,
  after = [rest, end, usage, done],
}: Pick<StreamShape, "before" | "example" | "after">): string {
  return [...before, example, ...after].join("");
}
