/** A fault that a server's project knows of, because it was reported. */
interface KnownReport {
  /** The id of the server. */
  readonly server: string;
  /** The ids of the cases that show it. */
  readonly cases: readonly string[];
  readonly url: string;
}

const knownReports: readonly KnownReport[] = [
  {
    server: "llama.cpp",
    cases: ["echo-begins-text", "echo-of-each-prompt", "echo-type", "zero-tokens-need-echo"],
    url: "https://github.com/ggml-org/llama.cpp/issues/8942",
  },
  {
    server: "llama.cpp",
    cases: ["echo-of-tokens", "greedy-is-likeliest", "logprobs-bounds", "logprobs-shape"],
    url: "https://github.com/ggml-org/llama.cpp/pull/15189",
  },
  {
    server: "llama.cpp",
    cases: ["echoed-text-is-scored-alike", "logprobs-of-each-token"],
    url: "https://github.com/ggml-org/llama.cpp/issues/27174",
  },
  {
    server: "llama.cpp",
    cases: ["stop-almost-met"],
    url: "https://github.com/ggml-org/llama.cpp/pull/15007",
  },
  {
    server: "litellm",
    cases: ["prompt-required", "prompt-type", "body-type", "invalid-json"],
    url: "https://github.com/BerriAI/litellm/issues/16993",
  },
  {
    server: "vllm",
    cases: ["best-of-bounds", "best-of-not-streamed", "best-of-returns-likeliest"],
    url: "https://github.com/vllm-project/vllm/issues/13361",
  },
  {
    server: "vllm",
    cases: ["context-length"],
    url: "https://github.com/vllm-project/vllm/pull/37011",
  },
  {
    server: "vllm",
    cases: ["echo-of-tokens", "zero-tokens-need-echo"],
    url: "https://github.com/vllm-project/vllm/issues/9336",
  },
  {
    server: "vllm",
    cases: ["suffix-accepted"],
    url: "https://github.com/vllm-project/vllm/issues/9976",
  },
  {
    server: "vllm",
    cases: ["unknown-parameters-refused"],
    url: "https://github.com/vllm-project/vllm/pull/10463",
  },
  {
    server: "sglang",
    cases: [
      ...["error-shape", "body-missing", "body-type", "invalid-json"],
      ...["prompt-empty-list", "prompt-mixed-list", "prompt-required", "prompt-type", "prompt-wrong-token"],
    ],
    url: "https://github.com/sgl-project/sglang/issues/33504",
  },
];

/** Returns the address of the report of what a case finds in a server, if there is one. */
export function findReport(server: string, caseId: string): string | undefined {
  return knownReports.find((report) => report.server === server && report.cases.includes(caseId))?.url;
}
