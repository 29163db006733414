import { describe, expect, test } from "vitest";
import { type EngineName, engineNames } from "./engine-server.ts";
import { type Exchange, readExchanges } from "./exchanges.ts";
import { readInspector, startUpstream } from "./start-upstream.ts";

/** The engines that have been run. The others are described from their sources. */
const recorded: readonly EngineName[] = ["vllm", "llama.cpp", "ollama"];

/** The outcome depends on more than the request: on the key, the load, or the length of the context. */
const ofServer = ["unauthorized", "overloaded", "context-length", "failure", "in-stream"];
/** The outcome depends on the model. */
const ofModel = /stop|split-character|repeat|suffix|echo-only|list-of-empty/;

describe.each(engineNames)("the exchanges of %s", (name) => {
  const { head, exchanges } = readExchanges(name);
  const all = [...exchanges.values()];

  test("say where they come from", () => {
    expect(head).toEqual({
      engine: name,
      version: expect.stringMatching(/\d/),
      source: recorded.includes(name) ? "recorded" : "described",
    });
  });

  test("are what its document allows", async () => {
    const inspector = await readInspector(name);
    const problems = all.flatMap(({ name: exchange, request, status, headers = {}, json, text, events }) => {
      const type = events ? "text/event-stream" : json ? "application/json" : "text/plain; charset=utf-8";
      const found = [
        ...inspector.checkResponse(status, { ...headers, "content-type": type }, json ?? text ?? ""),
        ...(events ?? [])
          .filter((event) => event !== null && event !== "[DONE]")
          .flatMap((event) => inspector.checkEvent(event)),
        ...(status === 200 && typeof request === "object" ? inspector.checkRequest(request) : []),
      ];
      return found.map(({ message }) => `${exchange}: ${message}`);
    });
    expect(problems).toEqual([]);
  });

  test("are what its fixture does", async () => {
    await using upstream = await startUpstream(name);
    const outcomes: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};
    for (const exchange of all.filter(({ request }) => typeof request === "object")) {
      if (ofServer.includes(exchange.name) || ofModel.test(exchange.name)) continue;
      const response = await fetch(`${upstream.url}/completions`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(exchange.request),
      });
      outcomes[exchange.name] = summarize(response.status, await response.text());
      expected[exchange.name] = summarize(exchange.status, toText(exchange));
    }
    // The document does not allow the requests that are refused.
    upstream.takeViolations();
    expect(outcomes).toEqual(expected);
  });
});

/** Writes the body of a response. */
function toText({ json, text = "", events }: Exchange): string {
  if (events === undefined) return json === undefined ? text : JSON.stringify(json);
  return events.map((event) => `data: ${event === "[DONE]" ? event : JSON.stringify(event)}\n\n`).join("");
}

/** Returns what does not depend on the model: the status, the number of choices, and the tokens. */
function summarize(status: number, body: string): object {
  return {
    status,
    choices: new Set([...body.matchAll(/"index":(\d+)/g)].map(([, index]) => index)).size,
    // Each event of Ollama has one, with zeros until the last.
    usages: [...body.matchAll(/"completion_tokens":([1-9]\d*)/g)].map(([, tokens]) => tokens),
    nulls: body.match(/^data: null$/gm)?.length ?? 0,
    isDone: body.endsWith("data: [DONE]\n\n"),
  };
}
