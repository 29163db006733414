import { isDeepStrictEqual } from "node:util";
import { decodeEvents } from "@completions-api/protocol";
import document from "@completions-api/spec/openapi.json" with { type: "json" };
import type { WireCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { below, type Pointer } from "../../elements/json-pointer.ts";
import { readAnswer } from "../../http/read-answer.ts";
import { sendRequest } from "../../http/send.ts";
import { isObject } from "../../is-object.ts";

const examples: Readonly<Record<string, Example>> = document.components.examples;

/** A request; or a response, with the request that it answers. */
interface Example {
  readonly value: unknown;
  readonly "x-request"?: { readonly headers?: Readonly<Record<string, string>>; readonly body: unknown };
  readonly "x-headers"?: Readonly<Record<string, string | number>>;
}

/** A case for each response that the spec shows: its request is answered with just that. */
export const examplePairs: readonly WireCase[] = Object.keys(examples)
  .filter((name) => name.endsWith("-response"))
  .map(toCase);

function toCase(name: string): WireCase {
  const { value, "x-request": sent, "x-headers": extraHeaders = {} } = examples[name] ?? {};
  const body = sent?.body;
  const requests = Object.keys(examples).filter((other) => isDeepStrictEqual(examples[other]?.value, body));
  return {
    id: `example-${name.replace("-response", "")}`,
    title: `The example ${name} of the spec is what its request is answered`,
    covers: [
      ...[name, ...requests].map((example) => below("#/components/examples", example)),
      ...valuesShown(value),
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
      await readAnswer(response, request);
      const came = typeof value === "string" ? await readEvents(copy) : await copy.json();
      const expected = typeof value === "string" ? await readEvents(new Response(value)) : value;
      expectThat(isDeepStrictEqual(came, expected), JSON.stringify(expected), came);
      for (const [header, content] of Object.entries(extraHeaders)) {
        const actual = copy.headers.get(header);
        expectThat(actual === String(content), `${header}: ${content}`, actual ?? "no such header");
      }
    },
  };
}

/** The entries of the spec's enums that a response has: an error its code, a completion its finish reasons. */
function valuesShown(response: unknown): Pointer[] {
  if (!isObject(response)) return [];
  const { status, code, choices } = response;
  const pointers: Pointer[] = [];
  if (typeof code === "string") pointers.push(`#/components/schemas/ErrorCode/enum/${code}`);
  if (status === 422)
    pointers.push(`#/components/schemas/UnprocessableContentError/properties/code/enum/${code}`);
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
