import OpenAI from "openai";
import { createMockFetch } from "../../src/fetch.ts";

/** Uses a mock without a socket. All runtimes run this same program. Returns what it saw, for the test to check. */
export async function useMock(): Promise<object> {
  const mock = await createMockFetch();
  const client = new OpenAI({
    apiKey: "any-key",
    baseURL: `${mock.url}/v1`,
    fetch: mock.fetch,
    dangerouslyAllowBrowser: true,
  });
  const parameters = { model: "moby-dick", prompt: "Ahoy", max_tokens: 4 } as const;

  // A pattern with two quantifiers, because that is searched for with a limit where there is one.
  mock.once({ prompt: /^A.*o.*y$/ }, { status: 429, retryAfter: 0 }).then("There she blows!");
  const { choices } = await client.completions.create(parameters);
  const stream = await client.completions.create({ ...parameters, stream: true });
  let streamed = "";
  for await (const event of stream) streamed += event.choices[0]?.text;

  mock.fault("disconnect", { after: 2 });
  let kept = "";
  const broken = await client.completions
    .create({ ...parameters, stream: true })
    .then(async (events) => {
      for await (const event of events) kept += event.choices[0]?.text;
      return "nothing";
    })
    .catch((error: unknown) => (error instanceof Error ? error.message : error));

  return { text: choices[0]?.text, streamed, kept, broken, requests: mock.requests.length };
}
