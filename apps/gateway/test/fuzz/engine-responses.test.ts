import { createServer } from "node:http";
import { readResponse, startServer } from "@completions-api/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createOpenAIBackend } from "../../src/backends/openai/backend.ts";
import { dialects } from "../../src/backends/openai/dialects.ts";
import { ask, deploymentOf, startTestGateway } from "../support/start-gateway.ts";
import { engineResponses } from "./engine-responses.ts";
import { expectResponse } from "./expect-response.ts";

test.each(Object.entries(dialects))(
  "turns any response of %s into one of the contract",
  async (_name, dialect) => {
    let bytes = Buffer.alloc(0);
    await using server = await startServer(
      createServer((message, response) => {
        message.resume().once("end", () => response.socket?.end(bytes));
      }),
    );
    const engine = createOpenAIBackend({ url: `${server.url}/v1`, model: "m", dialect });
    const failures: unknown[] = [];
    const observe = (record: { readonly errorCode?: string; readonly failure?: unknown }) => {
      if (record.errorCode === "internal_error") failures.push(record.failure);
    };
    await using gateway = await startTestGateway({ deployment: deploymentOf(engine.generate), observe });
    const cases = fc
      .boolean()
      .chain((stream) => fc.record({ stream: fc.constant(stream), upstreamBytes: engineResponses(stream) }));
    await fc.assert(
      fc.asyncProperty(cases, async ({ stream, upstreamBytes }) => {
        bytes = upstreamBytes;
        const response = await readResponse(await ask(gateway, { prompt: "Hi", stream, max_tokens: 9 }));
        expect(failures).toEqual([]);
        expectResponse(response);
      }),
      { numRuns: 100 },
    );
    await engine.close();
  },
);
