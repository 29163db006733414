import { canonicalText } from "../canonical/index.ts";
import { findResponse } from "../document/find-response.ts";
import { childKind, type Kind } from "../document/grammar.ts";
import { joinPointer } from "../document/pointer.ts";
import { withoutTexts } from "../document/without-texts.ts";
import type { Direction } from "../model/change.ts";
import { isJsonObject, type Json, type JsonObject } from "../model/json.ts";
import { code } from "./code.ts";
import { type Comparison, type OperationPair, pairOperations } from "./comparison.ts";
import { findMediaType } from "./find-media-type.ts";
import { createFinding, type Finding, unknown } from "./findings/finding.ts";
import { schemesOf } from "./security/security-schemes.ts";

const texts = ["description", "summary", "title", "example", "examples", "externalDocs", "x-rules"];

/** The keywords of each kind of part that other comparers compare, and those that mean nothing to programs. */
const compared: Readonly<Record<string, readonly string[]>> = {
  document: [...texts, "openapi", "info", "servers", "tags", "security", "paths", "components"],
  operation: [
    ...texts,
    ...["operationId", "tags", "parameters", "requestBody", "responses", "security", "servers", "deprecated"],
  ],
  parameter: [
    ...texts,
    ...["name", "in", "required", "schema", "content", "style", "explode", "allowReserved", "deprecated"],
  ],
  requestBody: [...texts, "required", "content"],
  response: [...texts, "headers", "content"],
  mediaType: [...texts, "schema", "itemSchema", "x-itemSchema"],
  securityScheme: [
    ...texts,
    ...["type", "in", "name", "scheme", "bearerFormat", "flows", "openIdConnectUrl"],
  ],
};

/** A part that both documents have. */
interface PartPair {
  readonly kind: Kind | "securityScheme";
  readonly base: JsonObject;
  readonly head: JsonObject;
  readonly pointer: string;
  readonly direction: Direction;
}

/** Reports everything that differs and that no other comparer knows, so that no change goes unseen. */
export function compareRest(comparison: Comparison): readonly Finding[] {
  return [
    ...documentParts(comparison),
    ...schemeParts(comparison),
    ...pairOperations(comparison).flatMap((pair) => [...requestParts(pair), ...responseParts(pair)]),
  ].flatMap(comparePart);
}

function comparePart({ kind, base, head, pointer, direction }: PartPair): readonly Finding[] {
  const known = compared[kind] ?? [];
  const keywords = new Set([...Object.keys(base), ...Object.keys(head)]);
  return [...keywords].flatMap((keyword) => {
    const [before, after] = [readKeyword(base, keyword, kind), readKeyword(head, keyword, kind)];
    if (known.includes(keyword) || canonicalText(before ?? []) === canonicalText(after ?? [])) return [];
    return [
      createFinding({
        rule: "uncompared-change",
        pointer: joinPointer(pointer, keyword),
        direction,
        effects: { wire: unknown(`the review does not compare ${code(keyword)}`) },
        sentence: `${code(keyword)} ${before === undefined ? "is new" : after === undefined ? "is removed" : "differs"}.`,
        base: before,
        head: after,
        basePart: base,
        headPart: head,
        keyword,
      }),
    ];
  });
}

function readKeyword(part: JsonObject, keyword: string, kind: PartPair["kind"]): Json | undefined {
  const value = part[keyword];
  if (value === undefined) return undefined;
  return withoutTexts(value, kind === "securityScheme" ? "other" : childKind(kind, keyword));
}

function documentParts({ base, head }: Comparison): readonly PartPair[] {
  const document = { kind: "document", direction: "both" } as const;
  const paths = [base, head].map(({ document: { root } }) => (isJsonObject(root.paths) ? root.paths : {}));
  const [before = {}, after = {}] = paths;
  const items = Object.entries(after).flatMap(([path, item]): PartPair[] => {
    const earlier = before[path];
    if (!isJsonObject(item) || !isJsonObject(earlier)) return [];
    const pointer = joinPointer("/paths", path);
    return [{ ...document, base: extensionsOf(earlier), head: extensionsOf(item), pointer }];
  });
  return [{ ...document, base: base.document.root, head: head.document.root, pointer: "" }, ...items];
}

/** Returns the extensions of a path. Its operations, parameters and servers are parts of their own. */
function extensionsOf(item: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(item).filter(([keyword]) => keyword.startsWith("x-")));
}

function schemeParts({ base, head }: Comparison): readonly PartPair[] {
  const before = schemesOf(base);
  return Object.entries(schemesOf(head)).flatMap(([name, scheme]): PartPair[] => {
    const earlier = before[name];
    if (!isJsonObject(scheme) || !isJsonObject(earlier)) return [];
    const pointer = joinPointer("/components/securitySchemes", name);
    return [{ kind: "securityScheme", base: earlier, head: scheme, pointer, direction: "request" }];
  });
}

function requestParts({ base, head }: OperationPair): readonly PartPair[] {
  const request = { direction: "request" } as const;
  const [body, earlierBody] = [head.requestBody, base.requestBody];
  return [
    { kind: "operation", direction: "both", base: base.source, head: head.source, pointer: head.pointer },
    ...[...head.parameters].flatMap(([key, { source, pointer }]): PartPair[] => {
      const earlier = base.parameters.get(key)?.source;
      return earlier === undefined
        ? []
        : [{ ...request, kind: "parameter", base: earlier, head: source, pointer }];
    }),
    ...(body === undefined || earlierBody === undefined
      ? []
      : [
          {
            ...{ ...request, kind: "requestBody" as const, pointer: body.pointer },
            ...{ base: earlierBody.source, head: body.source },
          },
          ...mediaTypeParts(earlierBody.content, body.content, "request"),
        ]),
  ];
}

function responseParts({ base, head }: OperationPair): readonly PartPair[] {
  return [...head.responses].flatMap(([status, response]): PartPair[] => {
    const earlier = findResponse(base.responses, status);
    if (earlier === undefined) return [];
    const headers = [...response.headers.values()].flatMap(({ name, source, pointer }): PartPair[] => {
      const header = earlier.headers.get(name)?.source;
      if (header === undefined) return [];
      return [{ kind: "parameter", direction: "response", base: header, head: source, pointer }];
    });
    return [
      {
        ...{ kind: "response", direction: "response", pointer: response.pointer },
        ...{ base: earlier.source, head: response.source },
      },
      ...headers,
      ...mediaTypeParts(earlier.content, response.content, "response"),
    ];
  });
}

type Content = NonNullable<OperationPair["base"]["requestBody"]>["content"];

function mediaTypeParts(before: Content, after: Content, direction: Direction): readonly PartPair[] {
  return [...after.values()].flatMap(({ name, source, pointer }): PartPair[] => {
    const earlier = findMediaType(before, name)?.source;
    return earlier === undefined
      ? []
      : [{ kind: "mediaType", direction, base: earlier, head: source, pointer }];
  });
}
