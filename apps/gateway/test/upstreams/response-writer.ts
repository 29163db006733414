import type { ServerResponse } from "node:http";
import type { EngineRequest } from "@completions-api/engine";
import type { CompletionLogprobs } from "@completions-api/types/openai";
import type { EngineDelta, EngineEnd, EngineServer, RequestBody, WholeChoice } from "./engine-server.ts";
import type { Json } from "./exchanges.ts";
import type { Inspector } from "./prism.ts";
import { type EngineShapes, fill, type StreamShapes } from "./shapes.ts";

/** The parts of a response. */
export interface ResponseParts {
  readonly response: ServerResponse;
  /** The request's body. */
  readonly body: RequestBody;
  readonly inspector: Inspector;
  readonly shapes: EngineShapes;
  readonly server: EngineServer;
  /** Receives violations of the engine's document. */
  readonly violations: string[];
}

/** Writes one response in an engine's shapes and checks it against the engine's document. */
export class ResponseWriter {
  readonly #parts: ResponseParts;
  readonly #ids: string[] = [];
  readonly #created = Math.floor(Date.now() / 1000);
  readonly #body: RequestBody;
  #choicesPerPrompt = 1;
  /** The stream so far. */
  #stream = "";

  constructor(parts: ResponseParts) {
    this.#parts = parts;
    this.#body = parts.body;
  }

  /** @throws the errors of `deltas`. */
  async write(
    deltas: AsyncIterable<EngineDelta>,
    { prompts, n = 1 }: Pick<EngineRequest, "prompts" | "n">,
  ): Promise<void> {
    this.#choicesPerPrompt = n;
    const choices = Array.from(
      { length: prompts.length * n },
      (_, index): WholeChoice => ({ index, text: "", finishReason: "", tokens: 0, promptTokens: 0 }),
    );
    const nulls = this.#parts.server.streamsNulls && this.#body.stream ? prompts.length - 1 : 0;
    for await (const delta of deltas) {
      if (nulls > 0 && this.#stream === "") this.#write("data: null\n\n".repeat(nulls));
      const { index } = delta;
      const before = choices[index];
      if (before === undefined) throw new Error(`There is no choice ${index}.`);
      const choice = {
        ...before,
        ...(delta.finishReason !== null && {
          finishReason: delta.finishReason,
          promptTokens: delta.promptTokens,
        }),
        text: before.text + delta.text,
        tokens: before.tokens + delta.tokens + (("discardedTokens" in delta && delta.discardedTokens) || 0),
        ...(delta.logprobs && { logprobs: join(before.logprobs, delta.logprobs) }),
      };
      choices[index] = choice;
      if (!this.#body.stream) continue;
      if (delta.finishReason === null) this.#send(this.#event("text", delta));
      else this.#send(this.#event("last", delta, choice));
    }
    if (this.#body.stream) this.#end(choices);
    else this.#writeWhole(choices);
  }

  /** Responds with a recorded error. */
  refuse(name: string): void {
    const { response, inspector, shapes, server, violations } = this.#parts;
    const error = shapes.errors.get(name);
    if (error === undefined) throw new Error(`There is no error ${name}.`);
    const { status, headers = {}, json, text } = error;
    if (server.refusesInStream && this.#body.stream && status !== 401 && text === undefined) {
      this.#failInStream(json?.error);
      return;
    }
    const type = json ? "application/json" : "text/plain; charset=utf-8";
    const fields = { ...headers, ...((json ?? text) !== undefined && { "content-type": type }) };
    for (const { message } of inspector.checkResponse(status, fields, json ?? text)) {
      violations.push(`The response ${name}: ${message}`);
    }
    response.writeHead(status, fields).end(json ? JSON.stringify(json) : text);
  }

  /** Responds with a recorded error, or ends the stream with the engine's error for streams. */
  fail(name: string): void {
    if (this.#parts.response.headersSent) this.#failInStream();
    else this.refuse(name);
  }

  #failInStream(message?: Json): void {
    const { event, done } = this.#parts.shapes.inStream;
    this.#send(typeof message === "string" ? fill(event, { error: { message } }) : event);
    if (done) this.#write("data: [DONE]\n\n");
    this.#finish();
  }

  #event(shape: "text" | "last", delta: EngineDelta, choice?: WholeChoice): Json {
    const json = this.#streamShapes[shape];
    const { index, text } = delta;
    const end: Partial<EngineEnd> = delta.finishReason === null ? {} : delta;
    return fill(json, {
      ...this.#identity(index),
      choices: [
        {
          index,
          text,
          ...this.#writeLogprobs(delta),
          ...(end.finishReason !== undefined && { finish_reason: end.finishReason }),
        },
      ],
      // Engines that send usage on request send it in an event of its own.
      ...(choice &&
        "usage" in json &&
        !this.#parts.shapes.streamAsked.usage && { usage: this.#usageOf([choice]) }),
    });
  }

  #end(choices: readonly WholeChoice[]): void {
    const { usage } = this.#streamShapes;
    if (usage) {
      this.#send(fill(usage, { ...this.#identity(choices.length - 1), usage: this.#usageOf(choices) }));
    }
    this.#write("data: [DONE]\n\n");
    this.#finish();
  }

  #writeWhole(choices: readonly WholeChoice[]): void {
    const { response, inspector, shapes, server, violations } = this.#parts;
    const counted = server.countsFirstOnly ? choices.slice(0, 1) : choices;
    const body = fill(shapes.whole, {
      ...this.#identity(0),
      choices: (server.arrange?.(choices) ?? choices).map((choice) => ({
        index: choice.index,
        text: choice.text,
        ...this.#writeLogprobs(choice),
        finish_reason: choice.finishReason,
      })),
      usage: this.#usageOf(counted),
    });
    const headers = { "content-type": "application/json" };
    for (const { message } of inspector.checkResponse(200, headers, body)) {
      violations.push(`The response: ${message}`);
    }
    response.writeHead(200, headers).end(JSON.stringify(body));
  }

  #writeLogprobs({ logprobs }: Pick<WholeChoice, "logprobs">): { readonly logprobs?: Json } {
    const write = this.#parts.server.writeLogprobs ?? ((lists) => ({ ...lists }));
    return logprobs ? { logprobs: write(logprobs) } : {};
  }

  /** Counts the tokens of each prompt once, however many of its choices there are. */
  #usageOf(choices: readonly WholeChoice[]): Json {
    const ofPrompts =
      choices.length === 1 ? choices : choices.filter(({ index }) => index % this.#choicesPerPrompt === 0);
    const promptTokens = ofPrompts.reduce((sum, choice) => sum + choice.promptTokens, 0);
    const tokens = choices.reduce((sum, choice) => sum + choice.tokens, 0);
    return { prompt_tokens: promptTokens, completion_tokens: tokens, total_tokens: promptTokens + tokens };
  }

  get #streamShapes(): StreamShapes {
    const { stream, streamAsked } = this.#parts.shapes;
    return this.#body.stream_options?.include_usage === true ? streamAsked : stream;
  }

  #identity(index: number): { id: string; created: number; model: string } {
    const { createId, idEachPrompt } = this.#parts.server;
    const owner = idEachPrompt ? index : 0;
    this.#ids[owner] ??= createId();
    return { id: this.#ids[owner], created: this.#created, model: this.#body.model ?? "default" };
  }

  #send(event: Json): void {
    const { inspector, violations } = this.#parts;
    for (const { message } of inspector.checkEvent(event)) violations.push(`An event: ${message}`);
    this.#write(`data: ${JSON.stringify(event)}\n\n`);
  }

  #write(text: string): void {
    const { response } = this.#parts;
    if (!response.headersSent) response.writeHead(200, { "content-type": "text/event-stream" });
    this.#stream += text;
    response.write(text);
  }

  #finish(): void {
    const { response, inspector, violations } = this.#parts;
    const headers = { "content-type": "text/event-stream" };
    for (const { message } of inspector.checkResponse(200, headers, this.#stream)) {
      violations.push(`The stream: ${message}`);
    }
    response.end();
  }
}

function join(one: CompletionLogprobs | undefined, other: CompletionLogprobs): CompletionLogprobs {
  if (one === undefined) return other;
  return {
    tokens: [...one.tokens, ...other.tokens],
    token_logprobs: [...one.token_logprobs, ...other.token_logprobs],
    top_logprobs: [...one.top_logprobs, ...other.top_logprobs],
    text_offset: [...one.text_offset, ...other.text_offset],
  };
}
