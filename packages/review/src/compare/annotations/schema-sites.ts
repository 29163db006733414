import { findResponse } from "../../document/find-response.ts";
import type { Direction } from "../../model/change.ts";
import type { JsonObject } from "../../model/json.ts";
import type { Schema } from "../../model/schema.ts";
import { define, type OperationPair } from "../comparison.ts";
import { findMediaType } from "../find-media-type.ts";
import { nameParameter } from "../requests/name-parameter.ts";
import { type SchemaNodes, walkSchema } from "./walk-schema.ts";

/** A place of an operation that has a schema in both documents. */
export interface SchemaSite {
  readonly kind: "body" | "parameter" | "response" | "header" | "event";
  readonly direction: Extract<Direction, "request" | "response">;
  readonly pointer: string;
  /** Its name at the beginning of a sentence. */
  readonly subject: string;
  /** The part whose schema it is: a parameter, a header or a media type. */
  readonly base: SchemaPart;
  readonly head: SchemaPart;
  readonly baseNodes: SchemaNodes;
  readonly headNodes: SchemaNodes;
  /** The key of the parameter, the media type of the body, the status of the response. */
  readonly key: string;
}

interface SchemaPart {
  readonly source: JsonObject;
  readonly pointer: string;
}

/** Lists the places of an operation that have a schema in both documents. */
export function schemaSites(pair: OperationPair): readonly SchemaSite[] {
  return [...parameterSites(pair), ...bodySites(pair), ...responseSites(pair)];
}

type SiteParts = Omit<SchemaSite, "baseNodes" | "headNodes">;

function createSite(pair: OperationPair, parts: SiteParts, base: Schema, head: Schema): SchemaSite {
  return {
    ...parts,
    baseNodes: walkSchema(define(base, pair.definitions.base)),
    headNodes: walkSchema(define(head, pair.definitions.head)),
  };
}

function parameterSites(pair: OperationPair): readonly SchemaSite[] {
  return [...pair.head.parameters].flatMap(([key, head]) => {
    const base = pair.base.parameters.get(key);
    if (base === undefined) return [];
    const pointer = `${head.pointer}/schema`;
    const subject = nameParameter(head);
    const parts = { kind: "parameter", direction: "request", pointer, subject, base, head, key } as const;
    return [createSite(pair, parts, base.schema, head.schema)];
  });
}

function bodySites(pair: OperationPair): readonly SchemaSite[] {
  return [...(pair.base.requestBody?.content.values() ?? [])].flatMap((base) => {
    const head = pair.head.requestBody && findMediaType(pair.head.requestBody.content, base.name);
    if (head === undefined) return [];
    const pointer = `${head.pointer}/schema`;
    const parts = {
      ...({ kind: "body", direction: "request", subject: "The body" } as const),
      ...{ pointer, base, head, key: base.name },
    };
    return [createSite(pair, parts, base.schema, head.schema)];
  });
}

function responseSites(pair: OperationPair): readonly SchemaSite[] {
  return [...pair.head.responses].flatMap(([status, response]) => {
    const before = findResponse(pair.base.responses, status);
    if (before === undefined) return [];
    const headers = [...response.headers.values()].flatMap((head) => {
      const base = before.headers.get(head.name);
      if (base === undefined) return [];
      const pointer = `${head.pointer}/schema`;
      const subject = `The header \`${head.name}\``;
      const parts = {
        kind: "header",
        direction: "response",
        pointer,
        subject,
        base,
        head,
        key: status,
      } as const;
      return [createSite(pair, parts, base.schema, head.schema)];
    });
    const bodies = [...response.content.values()].flatMap((head) => {
      const base = findMediaType(before.content, head.name);
      if (base === undefined) return [];
      const common = { direction: "response", base, head, key: status } as const;
      const body = {
        ...common,
        kind: "response",
        pointer: `${head.pointer}/schema`,
        subject: "The body",
      } as const;
      const event = {
        ...common,
        kind: "event",
        pointer: `${head.pointer}/itemSchema`,
        subject: "An event",
      } as const;
      const [baseItem, headItem] = [base.itemSchema, head.itemSchema];
      return [
        createSite(pair, body, base.schema, head.schema),
        ...(baseItem === undefined || headItem === undefined
          ? []
          : [createSite(pair, event, baseItem, headItem)]),
      ];
    });
    return [...headers, ...bodies];
  });
}
