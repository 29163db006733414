import type { MediaType } from "../../model/api.ts";
import { code } from "../code.ts";
import { compareSchemaParts } from "../compare-schema-parts.ts";
import type { OperationPair } from "../comparison.ts";
import { findMediaType } from "../find-media-type.ts";
import { broken, createFinding, type Finding, kept } from "../findings/finding.ts";
import { sampleRequest } from "../witness/sample-request.ts";
import { type DescribedResponse, type ResponsePair, sampleResponse } from "../witness/sample-response.ts";
import { compareEvents } from "./compare-events.ts";
import { compareResponseHeaders } from "./compare-response-headers.ts";

/** Compares what both documents say about the responses with a status. */
export function compareResponse(responses: ResponsePair, pair: OperationPair): readonly Finding[] {
  const { base } = responses;
  if (base === undefined) return [];
  const described = { ...responses, base };
  return [...compareResponseHeaders(described), ...compareContent(described, pair)];
}

/** Compares each media type of the head with what the base's readers know it by, such as a range that contains it. */
function compareContent(responses: DescribedResponse, pair: OperationPair): readonly Finding[] {
  const { base, head } = responses;
  const removed = [...base.content.values()].filter(
    ({ name }) => findMediaType(head.content, name) === undefined,
  );
  return [
    ...[...head.content.values()].flatMap((mediaType) => {
      const before = findMediaType(base.content, mediaType.name);
      return before === undefined
        ? [addedMediaType(mediaType, responses)]
        : compareMediaTypes(before, mediaType, responses);
    }),
    ...removed
      .filter(
        ({ name }) =>
          ![...head.content.keys()].some((range) => findMediaType(base.content, range)?.name === name),
      )
      .map((mediaType) => removedMediaType(mediaType, responses, pair)),
  ];
}

function compareMediaTypes(
  base: MediaType,
  head: MediaType,
  responses: DescribedResponse,
): readonly Finding[] {
  return [
    ...compareSchemaParts({
      base: base.schema,
      head: head.schema,
      definitions: responses.definitions,
      pointer: `${head.pointer}/schema`,
      direction: "response",
      promise: "wire",
      witness: (body, reason) => sampleResponse(responses, { contentType: head.name, body, reason }),
    }),
    ...compareEvents(base, head, responses.definitions),
  ];
}

/** A media type is an answer that was not allowed before, unless the base describes no body at all. */
function addedMediaType(mediaType: MediaType, responses: DescribedResponse): Finding {
  const reason = `The base describes no ${code(mediaType.name)} for this response.`;
  return createFinding({
    rule: "response-media-type-added",
    pointer: mediaType.pointer,
    direction: "response",
    effects: {
      wire:
        responses.base.content.size === 0
          ? kept("a reader that expects no body ignores one")
          : broken(sampleResponse(responses, { contentType: mediaType.name, reason })),
    },
    sentence: `The response ${responses.head.status} can now be ${code(mediaType.name)}.`,
    head: mediaType.name,
    addsFeature: true,
    basePart: responses.base.source,
    headPart: mediaType.source,
  });
}

/** A media type that is gone breaks those who ask for it, and all readers of its events. */
function removedMediaType(mediaType: MediaType, { head }: DescribedResponse, pair: OperationPair): Finding {
  const evidence = broken({
    kind: "request",
    request: sampleRequest(pair, { accept: mediaType.name }),
    reason: `The response ${head.status} is never ${code(mediaType.name)}.`,
  });
  return createFinding({
    rule: "response-media-type-removed",
    pointer: mediaType.pointer,
    direction: "response",
    effects: { wire: evidence, ...(mediaType.itemSchema === undefined ? {} : { stream: evidence }) },
    sentence: `The response ${head.status} can no longer be ${code(mediaType.name)}.`,
    base: mediaType.name,
    basePart: mediaType.source,
    headPart: head.source,
    keyword: "content",
  });
}
