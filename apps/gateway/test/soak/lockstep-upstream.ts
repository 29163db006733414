import { createServer, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { doneEvent } from "@completions-api/protocol";
import { listenOnFreePort } from "@completions-api/testing";

/** An engine's server that sends events to all of its streams at the same time. */
export class LockstepUpstream implements AsyncDisposable {
  readonly #server = createServer(async (message, response) => {
    const { prompt } = (await json(message)) as { prompt: string };
    response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
    this.#streams.set(prompt, response);
    if (this.#streams.size === this.#wanted) this.#arrived.resolve();
  });
  /** The open streams by their prompts. */
  #streams = new Map<string, ServerResponse>();
  #wanted = 0;
  #arrived: PromiseWithResolvers<void> = Promise.withResolvers();

  /** @returns its base URL. */
  async listen(): Promise<string> {
    return `${(await listenOnFreePort(this.#server)).url}/v1`;
  }

  /** Waits until this many streams are open. */
  async gather(count: number): Promise<void> {
    this.#wanted = count;
    this.#streams.clear();
    this.#arrived = Promise.withResolvers();
    await this.#arrived.promise;
  }

  /** Sends each stream an event with its prompt followed by this text. */
  send(text: string): void {
    for (const [prompt, response] of this.#streams) {
      const choices = [{ index: 0, text: prompt + text, finish_reason: null }];
      response.write(toEvent({ choices }));
    }
  }

  /** Ends each stream as an engine does. */
  end(): void {
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
    for (const response of this.#streams.values()) {
      response.write(toEvent({ choices: [{ index: 0, text: "", finish_reason: "stop" }] }));
      response.write(toEvent({ choices: [], usage }));
      response.end(doneEvent);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await this.#server[Symbol.asyncDispose]();
  }
}

function toEvent(parts: object): string {
  const identity = { id: "cmpl-1", object: "text_completion", created: 1, model: "m" };
  return `data: ${JSON.stringify({ ...identity, ...parts })}\n\n`;
}
