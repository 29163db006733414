import type { AttemptTarget } from "./request-trace.ts";

/** An engine as the configuration has it. */
export interface TracedEngine {
  readonly deployment: string;
  readonly engine: string;
  readonly model: string;
}

/** A server of a deployment. */
export interface TracedServer {
  /** Its number in the deployment, from 1, or its URL without the query. */
  readonly name: string;
  /** Its URL, if it may be known. */
  readonly url?: string;
}

/** The engines that the conventions for generative AI know by another name. */
const providers: Readonly<Record<string, string>> = { azure: "azure.ai.inference" };

/** Names an engine as the conventions for generative AI do. */
export function nameProvider(engine: string): string {
  return providers[engine] ?? engine;
}

/** Describes an engine for the spans of its generations. Without a server, it is in this process. */
export function describeTarget(
  { deployment, engine, model }: TracedEngine,
  server?: TracedServer,
): AttemptTarget {
  return {
    kind: server ? "client" : "internal",
    attributes: {
      "gen_ai.operation.name": "text_completion",
      "gen_ai.provider.name": nameProvider(engine),
      "gen_ai.request.model": model,
      "gateway.deployment": deployment,
      ...(server && { "gateway.upstream": server.name }),
      ...(server?.url !== undefined && describeAddress(new URL(server.url))),
    },
  };
}

function describeAddress({ hostname, port, protocol }: URL): AttemptTarget["attributes"] {
  const defaultPort = protocol === "https:" ? 443 : 80;
  return { "server.address": hostname, "server.port": port === "" ? defaultPort : Number(port) };
}
