import { type LlamaCpp, startLlamaCpp } from "@completions-api/testing";
import { type Exchange, type JsonObject, writeExchanges } from "../upstreams/exchanges.ts";
import { recordExchange } from "./record-exchange.ts";
import { recordedRequests } from "./recorded-requests.ts";

const key = "a-key-of-the-engine";
const headers = { authorization: `Bearer ${key}` };
const model = "whale-1b";
const endless = { model, prompt: "Call me", max_tokens: 500, temperature: 0, ignore_eos: true };

/** Starts llama.cpp and records its responses, in the format of `exchanges.jsonl`. */
export async function recordLlamaCpp(): Promise<string> {
  await using engine = await startLlamaCpp({ model_alias: [model], api_keys: [key] });
  const exchanges: Exchange[] = [];
  for (const [name, request] of Object.entries(recordedRequests)) {
    exchanges.push(await recordExchange(name, engine.url, request, headers));
  }
  exchanges.push(await recordExchange("unauthorized", engine.url, endless));
  exchanges.push(await recordLoading(engine));
  exchanges.push(...(await recordFullContext()));
  return writeExchanges({ engine: "llama.cpp", version: engine.version, source: "recorded" }, exchanges);
}

/** Records the response of an engine that has not loaded its model yet. */
async function recordLoading(engine: LlamaCpp): Promise<Exchange> {
  for (let starts = 0; starts < 20; starts += 1) {
    await engine.server.kill();
    const restarted = engine.server.restart();
    const exchange = await recordFirst(engine);
    await restarted;
    if (exchange.status === 503) return exchange;
  }
  throw new Error("The engine has always loaded its model before it listens.");
}

async function recordFirst({ url }: LlamaCpp): Promise<Exchange> {
  for (;;) {
    try {
      return await recordExchange("overloaded", url, { ...endless, max_tokens: 1 }, headers);
    } catch {
      // It does not listen yet.
    }
  }
}

/** Records what happens at the end of a context: of a prompt, and of texts in slots that share one, with and without `stream`. */
async function recordFullContext(): Promise<Exchange[]> {
  await using engine = await startLlamaCpp({ model_alias: [model], n_parallel: -1, n_ctx: 512 });
  const tooLong = { ...endless, prompt: "Call me ".repeat(300) };
  const contextLength = await recordExchange("context-length", engine.url, tooLong);
  const [failure, inStream] = await Promise.all(
    [false, true].map((stream): Promise<Exchange> => {
      const request: JsonObject = { ...endless, stream };
      return recordExchange(stream ? "in-stream" : "failure", engine.url, request);
    }),
  );
  if (failure === undefined || inStream === undefined) throw new Error("The engine did not respond.");
  // How far a stream gets depends on the other requests.
  const events = inStream.events ?? [];
  return [contextLength, failure, { ...inStream, events: [...events.slice(0, 1), ...events.slice(-1)] }];
}
