import type { MediaType, RequestBody } from "../../model/api.ts";
import { code } from "../code.ts";
import { compareSchemaParts } from "../compare-schema-parts.ts";
import { type OperationPair, operationName } from "../comparison.ts";
import { findMediaType } from "../find-media-type.ts";
import { broken, createFinding, type Finding, kept } from "../findings/finding.ts";
import { sampleRequest } from "../witness/sample-request.ts";

/** Compares what an operation takes as its body. */
export function compareRequestBodies(pair: OperationPair): readonly Finding[] {
  const [base, head] = [pair.base.requestBody, pair.head.requestBody];
  if (base === undefined) return head === undefined ? [] : [addedBody(head, pair)];
  if (head === undefined) return [removedBody(base, pair)];
  return [...compareRequired(base, head, pair), ...compareContent(base, head, pair)];
}

function addedBody(head: RequestBody, pair: OperationPair): Finding {
  return createFinding({
    rule: "request-body-added",
    pointer: head.pointer,
    direction: "request",
    effects: {
      wire: head.required
        ? broken({ kind: "request", request: sampleRequest(pair), reason: "The body is missing." })
        : kept("a request without a body is as valid as before"),
    },
    sentence: `\`${operationName(pair.head)}\` now takes ${head.required ? "a body, which is required" : "an optional body"}.`,
    head: head.required,
    addsFeature: true,
    basePart: pair.base.source,
    headPart: head.source,
  });
}

function removedBody(base: RequestBody, pair: OperationPair): Finding {
  const contentType = base.content.keys().next().value ?? "application/json";
  return createFinding({
    rule: "request-body-removed",
    pointer: base.pointer,
    direction: "request",
    effects: {
      wire: broken({
        kind: "request",
        request: sampleRequest(pair, { contentType }),
        reason: "The operation takes no body.",
      }),
    },
    sentence: `\`${operationName(pair.head)}\` no longer takes a body.`,
    base: base.required,
    basePart: base.source,
    headPart: pair.head.source,
    keyword: "requestBody",
  });
}

function compareRequired(base: RequestBody, head: RequestBody, pair: OperationPair): readonly Finding[] {
  if (base.required === head.required) return [];
  return [
    createFinding({
      rule: head.required ? "request-body-required" : "request-body-optional",
      pointer: `${head.pointer}/required`,
      direction: "request",
      effects: {
        wire: head.required
          ? broken({
              kind: "request",
              request: sampleRequest(pair, { body: undefined }),
              reason: "The body is missing.",
            })
          : kept("a request with a body is as valid as before"),
      },
      sentence: `The body is now ${head.required ? "required" : "optional"}.`,
      base: base.required,
      head: head.required,
      addsFeature: !head.required,
      basePart: base.source,
      headPart: head.source,
      keyword: "required",
    }),
  ];
}

/** Compares each media type with the one that the head reads its bodies by, such as a range that contains it. */
function compareContent(base: RequestBody, head: RequestBody, pair: OperationPair): readonly Finding[] {
  const compared = [...base.content.values()].flatMap((mediaType) => {
    const other = findMediaType(head.content, mediaType.name);
    return other === undefined
      ? [removedMediaType(mediaType, head, pair)]
      : compareMediaTypes(mediaType, other, pair);
  });
  const added = [...head.content.values()].filter(({ name }) => !base.content.has(name));
  return [...compared, ...added.map((mediaType) => addedMediaType(mediaType, base))];
}

function compareMediaTypes(base: MediaType, head: MediaType, pair: OperationPair): readonly Finding[] {
  return compareSchemaParts({
    base: base.schema,
    head: head.schema,
    definitions: pair.definitions,
    pointer: `${head.pointer}/schema`,
    direction: "request",
    promise: "wire",
    witness: (body, reason) => ({
      kind: "request",
      request: sampleRequest(pair, { contentType: base.name, body }),
      reason,
    }),
  });
}

function removedMediaType(mediaType: MediaType, head: RequestBody, pair: OperationPair): Finding {
  return createFinding({
    rule: "request-media-type-removed",
    pointer: mediaType.pointer,
    direction: "request",
    effects: {
      wire: broken({
        kind: "request",
        request: sampleRequest(pair, { contentType: mediaType.name }),
        reason: `The operation does not take ${code(mediaType.name)}.`,
      }),
    },
    sentence: `A request can no longer be ${code(mediaType.name)}.`,
    base: mediaType.name,
    basePart: mediaType.source,
    headPart: head.source,
    keyword: "content",
  });
}

function addedMediaType(mediaType: MediaType, base: RequestBody): Finding {
  return createFinding({
    rule: "request-media-type-added",
    pointer: mediaType.pointer,
    direction: "request",
    effects: { wire: kept("requests of the other media types are as valid as before") },
    sentence: `A request can now be ${code(mediaType.name)}.`,
    head: mediaType.name,
    addsFeature: true,
    basePart: base.source,
    headPart: mediaType.source,
  });
}
