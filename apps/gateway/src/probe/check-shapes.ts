import { createCheckRequest } from "../backends/check-request.ts";
import { type OpenAIBackendOptions, toCompletionsUrl } from "../backends/openai/backend.ts";
import { toUpstreamRequest } from "../backends/openai/requests/upstream-request.ts";
import { NoResponseError, type ProbedServer, type ProbeResponse } from "./ask-server.ts";
import type { Finding } from "./finding.ts";
import { readStreamShape } from "./read-stream-shape.ts";
import { type RecognizedEngine, recognizeLiteLlm } from "./recognize-engine.ts";

/** The findings from the shapes of a server's responses. */
export interface ShapeReport {
  readonly findings: readonly Finding[];
  /** The engine, if only its completions tell which one it is. */
  readonly engine: RecognizedEngine | undefined;
}

const usagePlaces = {
  "event-of-its-own": "in an event of its own",
  "end-of-choice": "at the end of a choice",
} as const;

/** Compares what the server sends with what its dialect expects, in places that the gateway tolerates. */
export async function checkShapes(
  server: ProbedServer,
  options: OpenAIBackendOptions,
  timeLimit: number,
): Promise<ShapeReport> {
  const { dialect } = options;
  const url = toCompletionsUrl(options);
  const ask = async (stream: boolean): Promise<ProbeResponse> => {
    const { headers, body } = toUpstreamRequest(createCheckRequest(stream ? 3 : 1), dialect, options);
    const { stream_options: _, ...withoutStream } = body;
    const sent = stream ? body : { ...withoutStream, stream };
    return server.ask({ url, headers, body: sent, timeLimit });
  };
  const findings: Finding[] = [];
  const add = (message: string): void => void findings.push({ about: "url", message });
  let engine: RecognizedEngine | undefined;
  try {
    const [whole, stream] = await Promise.all([ask(false), ask(true)]);
    engine = recognizeLiteLlm(whole);
    const { choices, usage }: { choices?: unknown; usage?: unknown } = Object(whole.json);
    if (whole.status !== 200 || !Array.isArray(choices)) {
      add(`Without a stream, the server responds with status ${whole.status} and no completion.`);
    } else if (!usage) {
      add("The server sends no usage without a stream, so the gateway estimates it.");
    }
    const shape = readStreamShape(stream.body);
    if (!shape.isDone) add("The server does not end a stream with [DONE].");
    if (shape.usage === undefined) {
      add("The server sends no usage in a stream, so the gateway estimates it.");
    } else {
      const found = usagePlaces[shape.usage];
      const expected = usagePlaces[dialect.streamUsage === "asked" ? "event-of-its-own" : "end-of-choice"];
      if (found !== expected) {
        const message = `may not fit: the usage in a stream is ${found}, not ${expected}.`;
        findings.push({ about: "engine", message });
      }
    }
  } catch (error) {
    if (!(error instanceof NoResponseError)) throw error;
    add(error.message);
  }
  return { engine, findings };
}
