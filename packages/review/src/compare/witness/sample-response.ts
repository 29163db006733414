import type { Response } from "../../model/api.ts";
import type { ResponseWitness } from "../../model/change.ts";
import type { Json } from "../../model/json.ts";
import type { Definitions } from "../../model/schema.ts";
import { define } from "../comparison.ts";
import { samplePart } from "./sample-part.ts";
import { wireText } from "./wire-text.ts";

/** A response that the head allows, the one that it replaces, and a status that it may have. */
export interface ResponsePair {
  readonly status: number;
  readonly base: Response | undefined;
  readonly head: Response;
  readonly definitions: { readonly base: Definitions; readonly head: Definitions };
}

/** A response that both documents describe. */
export interface DescribedResponse extends ResponsePair {
  readonly base: Response;
}

/** The parts of a response that a change is about. Everything else is filled with samples that both documents allow. */
export interface ResponseSubject {
  readonly reason: string;
  /** The value of one header by its name, or undefined to leave it out. */
  readonly header?: { readonly name: string; readonly value: Json | undefined };
  readonly contentType?: string;
  readonly body?: Json;
}

/** Creates a whole response that the head allows. */
export function sampleResponse(pair: ResponsePair, subject: ResponseSubject): ResponseWitness {
  const { status, base, head, definitions } = pair;
  const headers: Record<string, string> = {};
  for (const [name, header] of head.headers) {
    if (!header.required || name === subject.header?.name) continue;
    const inBase = base?.headers.get(name);
    const value = samplePart(
      header,
      define(header.schema, definitions.head),
      inBase && define(inBase.schema, definitions.base),
    );
    if (value !== undefined) headers[name] = wireText(value);
  }
  if (subject.header?.value !== undefined) headers[subject.header.name] = wireText(subject.header.value);
  const contentType = subject.contentType ?? head.content.keys().next().value;
  const body = subject.body ?? (contentType === undefined ? undefined : sampleBody(pair, contentType));
  if (contentType !== undefined) headers["content-type"] = contentType;
  return { kind: "response", status, headers, body, reason: subject.reason };
}

function sampleBody({ base, head, definitions }: ResponsePair, contentType: string): Json | undefined {
  const mediaType = head.content.get(contentType);
  if (mediaType === undefined) return undefined;
  const inBase = base?.content.get(contentType);
  return samplePart(
    mediaType,
    define(mediaType.schema, definitions.head),
    inBase && define(inBase.schema, definitions.base),
  );
}
