import { faceNames } from "@completions-api/contract";
import { liteLLM, llamaCpp, startLlamaCppBehind } from "./engines.ts";
import { gatewayTarget, mockTarget } from "./own-servers.ts";
import { mockLLM, openapiBackend, portkey, prism } from "./peers.ts";
import type { CompatTarget } from "./target.ts";

/** Every server of the compatibility page, in the order of its columns. */
export const targets: readonly CompatTarget[] = [
  ...faceNames.map(mockTarget),
  ...faceNames.map((face) => gatewayTarget(face, { id: "gateway", name: "our gateway" })),
  ...faceNames.map((face) =>
    gatewayTarget(face, {
      id: "gateway-llama.cpp",
      name: "our gateway before llama.cpp",
      start: startLlamaCppBehind,
    }),
  ),
  llamaCpp,
  liteLLM,
  portkey,
  ...prism,
  openapiBackend,
  mockLLM,
];
