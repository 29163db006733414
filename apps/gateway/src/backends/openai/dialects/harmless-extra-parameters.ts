import { llamaCpp } from "./llama-cpp.ts";
import { sglang } from "./sglang.ts";
import { tgi } from "./tgi.ts";
import { vllm } from "./vllm.ts";

/** The extra parameters that do no harm to any engine, for servers that may have any engine behind them. */
export const harmlessExtraParameters: ReadonlySet<string> = new Set(
  [llamaCpp, sglang, tgi, vllm].flatMap(({ extraParameters }) => [...extraParameters]),
);
