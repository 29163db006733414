import { startMock } from "@completions-api/mock";
import { decodeEvents } from "@completions-api/protocol";
import type { CreateCompletionResponse } from "@completions-api/types";
import { afterAll, describe, expect, test } from "vitest";
import { ApiError, type CompletionStream } from "../../src/index.ts";
import { collect } from "../support/client.ts";
import { clients } from "./clients.ts";
import { exampleResponses } from "./examples.ts";
import { toClientCall } from "./to-client-call.ts";
import { unsupportedCases } from "./unsupported-cases.ts";

const mock = await startMock({ port: 0 });
afterAll(() => mock.close());

const examples = exampleResponses.filter(({ id }) => !(id in unsupportedCases));

describe.for(clients)("%s receives the response of the spec's example", ([, createClient]) => {
  test.for(examples)("$id", async ({ request, value, headers }) => {
    const call = toClientCall(request);
    const client = createClient({ baseUrl: mock.url, credential: call.credential, maxRetries: 0 });
    const outcome = await readOutcome(client.complete(call.request, call.options));
    const isStream = typeof value === "string";
    expect(outcome.value).toEqual(isStream ? await collect(decodeEvents(new Blob([value]).stream())) : value);
    expect(outcome.headers).toMatchObject(headers);
  });
});

/** Returns the body of a response or the events of a stream, and the headers of an error. */
async function readOutcome(
  call: Promise<CompletionStream | CreateCompletionResponse>,
): Promise<{ value: unknown; headers: object }> {
  try {
    const result = await call;
    return { value: "choices" in result ? result : [...(await collect(result)), "[DONE]"], headers: {} };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { value: error.body, headers: Object.fromEntries(error.headers) };
  }
}
