import type { DeploymentConfig } from "../../generated/config.ts";
import type { Dialect } from "./dialect.ts";
import { azure } from "./dialects/azure.ts";
import { litellm } from "./dialects/litellm.ts";
import { llamaCpp } from "./dialects/llama-cpp.ts";
import { ollama } from "./dialects/ollama.ts";
import { openai } from "./dialects/openai.ts";
import { sglang } from "./dialects/sglang.ts";
import { tgi } from "./dialects/tgi.ts";
import { vllm } from "./dialects/vllm.ts";

/** The name of a server's engine in the configuration. */
export type DialectName = Exclude<DeploymentConfig["engine"], "embedded">;

/** The dialect of each engine. */
export const dialects: Readonly<Record<DialectName, Dialect>> = {
  openai,
  vllm,
  sglang,
  "llama.cpp": llamaCpp,
  ollama,
  tgi,
  litellm,
  azure,
};
