import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { doneEvent } from "@completions-api/protocol";

/** An engine's server whose streams are all open at once, and get their events in step. */
export class LockstepUpstream implements AsyncDisposable {
  readonly #server = createServer(async (message, response) => {
    const { prompt } = (await json(message)) as { prompt: string };
    response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
    this.#streams.set(prompt, response);
    if (this.#streams.size === this.#wanted) this.#arrived.resolve();
  });
  /** By their prompts. */
  #streams = new Map<string, ServerResponse>();
  #wanted = 0;
  #arrived: PromiseWithResolvers<void> = Promise.withResolvers();

  /** @returns where it serves. */
  async listen(): Promise<string> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/v1`;
  }

  /** Waits until so many streams are open. */
  async gather(count: number): Promise<void> {
    this.#wanted = count;
    this.#streams.clear();
    this.#arrived = Promise.withResolvers();
    await this.#arrived.promise;
  }

  /** Sends each stream an event of its prompt and this. */
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
