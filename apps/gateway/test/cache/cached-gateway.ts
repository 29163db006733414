import { createAssembler, decodeEvents } from "@completions-api/protocol";
import type { Gateway } from "../../src/index.ts";
import { startGatewayInFront } from "../contract/gateway-in-front.ts";
import { eachFace } from "../real-engines/each-face.ts";
import { type Script, ScriptedUpstream } from "../support/scripted-upstream.ts";
import { ask } from "../support/start-gateway.ts";

/** A gateway with a cache, and the server behind it. */
export interface CachedGateway extends AsyncDisposable {
  readonly gateway: Gateway;
  readonly upstream: ScriptedUpstream;
}

/** Starts a gateway with a cache in front of a server. `more` holds options of its deployment, and `config` the rest. */
export async function startCached(
  script: Script,
  { more = {}, config = {} }: { readonly more?: object; readonly config?: object } = {},
): Promise<CachedGateway> {
  const upstream = await ScriptedUpstream.start(script);
  const gateway = await startGatewayInFront("vllm", upstream.url, { cache: true, ...more }, config);
  return {
    gateway,
    upstream,
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await upstream[Symbol.asyncDispose]();
    },
  };
}

/** A way to ask for a completion. */
export interface Way {
  readonly path: string | undefined;
  readonly stream: boolean;
}

/** Both faces, with and without `stream`. */
export const ways: readonly Way[] = eachFace.flatMap(([, path]) =>
  [false, true].map((stream) => ({ path, stream })),
);

/** A completion that has arrived, and the headers that concern caches. */
export interface Answer {
  readonly cache: string | null;
  readonly age: string | null;
  readonly completion: object;
}

/** Asks for a completion, and assembles it if it is streamed. */
export async function complete(
  gateway: Pick<Gateway, "url">,
  body: object,
  { path, stream }: Way = { path: undefined, stream: false },
  headers: Record<string, string> = {},
): Promise<Answer> {
  const options = stream && path !== undefined ? { stream_options: { include_usage: true } } : {};
  const response = await ask(gateway, { ...body, stream, ...options }, { headers }, path);
  if (response.status !== 200) throw new Error(await response.text());
  const { headers: received } = response;
  return {
    cache: received.get("x-cache"),
    age: received.get("age"),
    completion: stream ? await assemble(response) : ((await response.json()) as object),
  };
}

async function assemble({ body }: Response): Promise<object> {
  const assembler = createAssembler();
  // A 200 has a body.
  for await (const event of decodeEvents(body as ReadableStream<Uint8Array>)) {
    if (event !== "[DONE]" && "choices" in event) assembler.add(event);
  }
  return assembler.completion();
}

/** Returns a completion without what identifies it. */
export function withoutIdentity(completion: object): object {
  const { id: _id, created: _created, ...others } = Object(completion);
  return others;
}
