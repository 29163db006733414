import { createCompletionsClient } from "@completions-api/client";
import { createClientCredentials } from "@completions-api/client/oauth";
import { createValidatingClient } from "@completions-api/client/validate";

/**
 * Uses the client's build. All runtimes run this same program, so it is plain JavaScript and only uses what all of them have.
 *
 * @param {string} baseUrl - the address of the server that ./server.ts starts.
 * @returns the results of the calls.
 */
export async function smoke(baseUrl) {
  const client = createCompletionsClient({ baseUrl, credential: "any-token", maxRetries: 0 });
  const request = { prompt: "Call me", max_tokens: 8, temperature: 0 };

  async function plain() {
    const { choices } = await client.complete(request);
    return choices[0].text;
  }

  async function streamed() {
    const stream = await client.complete({ ...request, stream: true });
    let text = "";
    for await (const piece of stream.text()) text += piece;
    const { choices } = await stream.final();
    return { text, final: choices[0].text };
  }

  async function aborted() {
    const controller = new AbortController();
    const headers = { Prefer: "itl=60000" };
    const stream = await client.complete(
      { ...request, stream: true },
      { headers, signal: controller.signal },
    );
    // In a separate task, so that the loop is already waiting for the next chunk.
    const abort = () => setTimeout(() => controller.abort("enough"));
    return failure(async () => {
      for await (const _ of stream) abort();
    });
  }

  async function lost() {
    const headers = { Prefer: "fault=disconnect, after=2" };
    const call = () => client.complete({ ...request, stream: true }, { headers });
    const { name } = await failure(async () => (await call()).final());
    return name;
  }

  async function refused() {
    const call = () => client.complete({ ...request, max_tokens: 0 });
    const { name, stack, status, body, headers } = await failure(call);
    const [shown] = stack.split(":"); // The name that consoles show.
    return { name, shown, status, loc: body.detail.loc, code: headers.get("x-ms-error-code") };
  }

  async function redirected() {
    const moved = createCompletionsClient({ baseUrl: `${baseUrl}/moved`, credential: "any-token" });
    const { name, message } = await failure(() => moved.complete(request));
    return { name, saysWhy: message.includes("a redirect to") };
  }

  async function validated() {
    const tokenUrl = `${baseUrl}/token`;
    const credential = createClientCredentials({ tokenUrl, clientId: "smoke", clientSecret: "secret" });
    const { choices } = await createValidatingClient({ baseUrl, credential }).complete(request);
    return choices[0].text;
  }

  return {
    plain: await plain(),
    streamed: await streamed(),
    aborted: await aborted(),
    lost: await lost(),
    refused: await refused(),
    redirected: await redirected(),
    validated: await validated(),
  };
}

async function failure(action) {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error("The call did not fail.");
}
