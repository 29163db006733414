import { isDeepStrictEqual } from "node:util";
import { decodeEvents } from "@completions-api/protocol";
import document from "@completions-api/spec/openapi.json" with { type: "json" };
import type { HttpCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { readResponse } from "../../http/read-response.ts";
import { sendRequest } from "../../http/send.ts";
import { isObject } from "../../is-object.ts";
import { below, type Pointer } from "../../spec-elements/json-pointer.ts";

const examples: Readonly<Record<string, Example>> = document.components.examples;

/** A request, or a response together with its request. */
interface Example {
  readonly value: unknown;
  readonly "x-request"?: { readonly headers?: Readonly<Record<string, string>>; readonly body: unknown };
  readonly "x-headers"?: Readonly<Record<string, string | number>>;
}

/** One case for each response among the spec's examples: its request must get exactly that response. */
export const examplePairs: readonly HttpCase[] = Object.keys(examples)
  .filter((name) => name.endsWith("-response"))
  .map(toCase);

function toCase(name: string): HttpCase {
  const { value, "x-request": sent, "x-headers": extraHeaders = {} } = examples[name] ?? {};
  const body = sent?.body;
  const requests = Object.keys(examples).filter((other) => isDeepStrictEqual(examples[other]?.value, body));
  return {
    id: `example-${name.replace("-response", "")}`,
    title: `The server returns the spec's example ${name} for its request`,
    covers: [
      ...[name, ...requests].map((example) => below("#/components/examples", example)),
      ...enumEntriesIn(value),
    ],
    needs: ["examples"],
    run: async (target) => {
      const lowerCase = Object.entries(sent?.headers ?? {}).map(([header, content]) => [
        header.toLowerCase(),
        content,
      ]);
      const request = { body, headers: Object.fromEntries(lowerCase) };
      const response = await sendRequest(target, request);
      const copy = response.clone();
      await readResponse(response, request, target);
      const actual = typeof value === "string" ? await readEvents(copy) : await copy.json();
      const expected = typeof value === "string" ? await readEvents(new Response(value)) : value;
      expectThat(isDeepStrictEqual(actual, expected), JSON.stringify(expected), actual);
      for (const [header, content] of Object.entries(extraHeaders)) {
        const received = copy.headers.get(header);
        expectThat(received === String(content), `${header}: ${content}`, received ?? "no such header");
      }
    },
  };
}

/** Lists the enum entries that a response contains: the code of an error, or the finish reasons of a completion. */
function enumEntriesIn(response: unknown): Pointer[] {
  if (!isObject(response)) return [];
  const { status, code, choices } = response;
  const pointers: Pointer[] = [];
  if (typeof code === "string") pointers.push(`#/components/schemas/ErrorCode/enum/${code}`);
  if (status === 422) pointers.push(`#/components/schemas/UnprocessableContentErrorCode/enum/${code}`);
  for (const choice of Array.isArray(choices) ? choices : []) {
    pointers.push(`#/components/schemas/CompletionFinishReason/enum/${choice.finish_reason}`);
  }
  return pointers;
}

async function readEvents({ body }: Response): Promise<unknown[]> {
  const events: unknown[] = [];
  if (body !== null) for await (const event of decodeEvents(body)) events.push(event);
  return events;
}
