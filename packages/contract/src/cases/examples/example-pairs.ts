import { isDeepStrictEqual } from "node:util";
import { decodeEvents } from "@completions-api/protocol";
import openai from "@completions-api/spec/openai.json" with { type: "json" };
import completions from "@completions-api/spec/openapi.json" with { type: "json" };
import type { HttpCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import type { FaceName } from "../../faces/face.ts";
import { readResponse } from "../../http/read-response.ts";
import { send, sendRequest } from "../../http/send.ts";
import { withText } from "../../http/with-text.ts";
import { isObject } from "../../is-object.ts";
import { below, type Pointer } from "../../spec-elements/json-pointer.ts";
import type { CaseTarget } from "../../target.ts";

interface SentRequest {
  readonly headers?: Readonly<Record<string, string>>;
  /** Undefined if the request is a GET. */
  readonly body?: unknown;
}

/** A request, or a response together with its request. */
interface Example {
  readonly value: unknown;
  readonly "x-request"?: SentRequest;
  readonly "x-headers"?: Readonly<Record<string, string | number>>;
}

type Examples = Readonly<Record<string, Example>>;

/** One case for each response among the specs' examples: its request must get exactly that response. */
export const examplePairs: readonly HttpCase[] = [
  ...toCases("completions", completions.components.examples),
  ...toCases("openai", openai.components.examples),
];

function toCases(face: FaceName, examples: Examples): HttpCase[] {
  return Object.keys(examples)
    .filter((name) => name.endsWith("-response"))
    .map((name) => toCase(face, examples, name));
}

function toCase(face: FaceName, examples: Examples, fullName: string): HttpCase {
  const { value, "x-request": sent = {}, "x-headers": extraHeaders = {} } = examples[fullName] ?? {};
  const { body } = sent;
  const requests = Object.keys(examples).filter((other) => isDeepStrictEqual(examples[other]?.value, body));
  const name = fullName.replace("-response", "");
  return {
    id: face === "completions" ? `example-${name}` : `${face}-example-${name}`,
    title: `The server returns the spec's example ${fullName} for its request`,
    faces: [face],
    covers: [
      ...[fullName, ...requests].map((example) => below("#/components/examples", example)),
      ...enumEntriesIn(value),
    ],
    needs: body === undefined ? ["prefer"] : ["examples"],
    run: async (target) => {
      const response = await (body === undefined ? getExample(target, name, value) : complete(target, sent));
      const actual = typeof value === "string" ? await readEvents(response) : await response.json();
      const expected = typeof value === "string" ? await readEvents(new Response(value)) : value;
      expectThat(isDeepStrictEqual(actual, expected), JSON.stringify(expected), actual);
      for (const [header, content] of Object.entries(extraHeaders)) {
        const received = response.headers.get(header);
        expectThat(received === String(content), `${header}: ${content}`, received ?? "no such header");
      }
    },
  };
}

/** Sends the request of an example, and returns its response, which follows the contract. */
async function complete(target: CaseTarget, { body, headers = {} }: SentRequest): Promise<Response> {
  const lowerCase = Object.entries(headers).map(([name, content]) => [name.toLowerCase(), content]);
  const request = { body, headers: Object.fromEntries(lowerCase) };
  const response = await sendRequest(target, request);
  const text = await response.text();
  await readResponse(withText(response, text), request, target);
  return withText(response, text);
}

/** Gets an example that describes models. A server has its own ones, so the request asks for the example by its name. */
function getExample(target: CaseTarget, name: string, value: unknown): Promise<Response> {
  const path = isObject(value) && "id" in value ? `/models/${value.id}` : "/models";
  return send(target, { method: "GET", path, headers: { prefer: `example=${name}` } });
}

/** Lists the enum entries that a response contains: the code of an error, or the finish reasons of a completion. */
function enumEntriesIn(response: unknown): Pointer[] {
  if (!isObject(response)) return [];
  const { status, choices, error } = response;
  const { code, type } = isObject(error) ? error : { ...response, type: undefined };
  const pointers: Pointer[] = [];
  if (typeof code === "string") pointers.push(`#/components/schemas/ErrorCode/enum/${code}`);
  if (typeof type === "string") pointers.push(`#/components/schemas/ErrorType/enum/${type}`);
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
