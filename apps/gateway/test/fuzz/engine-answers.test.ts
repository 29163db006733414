import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createOpenAIBackend } from "../../src/backends/openai/backend.ts";
import { dialects } from "../../src/backends/openai/dialects.ts";
import { ask, deploymentOf, startTestGateway } from "../support/start-gateway.ts";
import { engineAnswers } from "./engine-answers.ts";
import { expectAnswer } from "./expect-answer.ts";

test.each(Object.entries(dialects))(
  "whatever %s answers, what the gateway makes of it is of the contract",
  async (_name, dialect) => {
    let bytes = Buffer.alloc(0);
    await using server = createServer((message, response) => {
      message.resume().once("end", () => response.socket?.end(bytes));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const engine = createOpenAIBackend({ url: `http://127.0.0.1:${port}/v1`, model: "m", dialect });
    const failures: unknown[] = [];
    const observe = (record: { readonly errorCode?: string; readonly failure?: unknown }) => {
      if (record.errorCode === "internal_error") failures.push(record.failure);
    };
    await using gateway = await startTestGateway({ deployment: deploymentOf(engine.generate), observe });
    const cases = fc
      .boolean()
      .chain((stream) => fc.record({ stream: fc.constant(stream), answer: engineAnswers(stream) }));
    await fc.assert(
      fc.asyncProperty(cases, async ({ stream, answer }) => {
        bytes = answer;
        const response = await ask(gateway, { prompt: "Hi", stream, max_tokens: 9 });
        const { status, headers } = response;
        const body = await response.text();
        expect(failures).toEqual([]);
        expectAnswer({ status, headers, body });
      }),
      { numRuns: 200 },
    );
    await engine.close();
  },
);
