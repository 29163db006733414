import type { Operation, Parameter } from "../../model/api.ts";
import type { WitnessRequest } from "../../model/change.ts";
import type { Json } from "../../model/json.ts";
import { define, type OperationPair } from "../comparison.ts";
import { samplePart } from "./sample-part.ts";
import { wireText } from "./wire-text.ts";

/** The parts of a request that a change is about. Everything else is filled with samples that both documents accept. */
export interface RequestSubject {
  /** The value of one parameter, or undefined to leave it out. */
  readonly parameter?: { readonly parameter: Parameter; readonly value: Json | undefined };
  readonly contentType?: string;
  /** The body; `{ body: undefined }` leaves it out. */
  readonly body?: Json | undefined;
  readonly accept?: string;
}

/** The operation of a request: of both documents, or of the base only. */
export type RequestOperation = Omit<OperationPair, "head"> & { readonly head: Operation | undefined };

/** Creates a whole request that the base accepts. It has no credentials: whoever sends it adds them. */
export function sampleRequest(operation: RequestOperation, subject: RequestSubject = {}): WitnessRequest {
  const { base } = operation;
  const query: Record<string, string> = {};
  const headers: Record<string, string> = {};
  let path = base.path;
  for (const [parameter, value] of sampleParameters(operation, subject)) {
    const text = wireText(value);
    if (parameter.in === "path") path = path.replaceAll(`{${parameter.name}}`, encodeURIComponent(text));
    else if (parameter.in === "query") query[parameter.name] = text;
    else if (parameter.in === "header") headers[parameter.name] = text;
    else headers.cookie = [headers.cookie, `${parameter.name}=${text}`].filter(Boolean).join("; ");
  }
  if (subject.accept !== undefined) headers.accept = subject.accept;
  const [contentType, body] = sampleBody(operation, subject);
  if (body !== undefined) headers["content-type"] = contentType;
  return { method: base.method.toUpperCase(), path, query, headers, body };
}

/** Returns the parameters that a request must have, and the subject, with their values. */
function sampleParameters(
  operation: RequestOperation,
  subject: RequestSubject,
): readonly [Parameter, Json][] {
  const { base, head, definitions } = operation;
  const chosen = subject.parameter;
  const required = [...base.parameters].flatMap(([key, parameter]): [Parameter, Json][] => {
    if (!parameter.required || isSame(parameter, chosen?.parameter)) return [];
    const inHead = head?.parameters.get(key);
    const value = samplePart(
      parameter,
      define(parameter.schema, definitions.base),
      inHead && define(inHead.schema, definitions.head),
    );
    return value === undefined ? [] : [[parameter, value]];
  });
  return chosen?.value === undefined ? required : [...required, [chosen.parameter, chosen.value]];
}

function isSame(parameter: Parameter, other: Parameter | undefined): boolean {
  return parameter.in === other?.in && parameter.name === other.name;
}

/** Returns the media type of the body, and the body: the subject's, or a sample if the operation must have one. */
function sampleBody(
  { base, head, definitions }: RequestOperation,
  subject: RequestSubject,
): [string, Json | undefined] {
  const content = base.requestBody?.content;
  const contentType = subject.contentType ?? content?.keys().next().value ?? "application/json";
  if ("body" in subject) return [contentType, subject.body];
  const mediaType = content?.get(contentType);
  if (mediaType === undefined || (base.requestBody?.required !== true && subject.contentType === undefined)) {
    return [contentType, undefined];
  }
  const inHead = head?.requestBody?.content.get(contentType);
  const body = samplePart(
    mediaType,
    define(mediaType.schema, definitions.base),
    inHead && define(inHead.schema, definitions.head),
  );
  return [contentType, body];
}
