import { ask } from "../../case-helpers/ask.ts";
import type { ContractCase } from "../../contract-case.ts";
import { sendRequest } from "../../http/send.ts";

const request = { prompt: "The whale", max_tokens: 32 };

export const clientLeaves: ContractCase = {
  id: "client-leaves",
  title: "A client that leaves in the middle of a stream does not keep the server from the next request",
  faces: ["completions", "openai"],
  sources: [
    {
      report: "https://github.com/ggml-org/llama.cpp/issues/27604",
      says: "the server answered nobody any more once a client had left a stream",
    },
    {
      report: "https://github.com/lmstudio-ai/.github/issues/10",
      says: "requests were queued for good after a client had left",
    },
    {
      report: "https://github.com/ggml-org/llama.cpp/issues/24496",
      says: "the server went on generating for a client that had left",
    },
  ],
  covers: ["#/paths/~1completions/post"],
  run: async (target) => {
    const response = await sendRequest(target, { body: { ...request, stream: true } });
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await ask(target, { ...request, max_tokens: 3 });
    await ask(target, { ...request, max_tokens: 3, stream: true });
  },
};
