import { canonicalText } from "../../canonical/index.ts";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.ts";
import type { Comparison, Side } from "../comparison.ts";

/** A security scheme that both documents have. */
export interface SchemePair {
  readonly name: string;
  readonly pointer: string;
  readonly base: JsonObject;
  readonly head: JsonObject;
}

/** Returns the security schemes of a document by their names. */
export function schemesOf({ document }: Side): Readonly<Record<string, Json>> {
  const components = document.root.components;
  const schemes = isJsonObject(components) ? components.securitySchemes : undefined;
  return isJsonObject(schemes) ? schemes : {};
}

/**
 * Maps the names of the base's schemes to the head's. A scheme keeps its identity under another name if the head has it
 * unchanged: callers never send the name.
 */
export function matchSchemes({ base, head }: Comparison): ReadonlyMap<string, string> {
  const [before, after] = [schemesOf(base), schemesOf(head)];
  const renamed = new Map(
    Object.entries(after)
      .filter(([name]) => !(name in before))
      .map(([name, scheme]) => [credentialText(scheme), name]),
  );
  return new Map(
    Object.entries(before).map(([name, scheme]) => {
      return [name, name in after ? name : (renamed.get(credentialText(scheme)) ?? name)];
    }),
  );
}

/** Returns the parts of a scheme that decide what a caller sends, such as the place and name of a key. */
export function credentialOf(scheme: Json | undefined): JsonObject {
  if (!isJsonObject(scheme)) return {};
  const { type = null, in: place = null, name = null, scheme: method = null } = scheme;
  if (type === "apiKey") {
    return {
      type,
      in: place,
      name: place === "header" && typeof name === "string" ? name.toLowerCase() : name,
    };
  }
  if (type === "http") return { type, scheme: typeof method === "string" ? method.toLowerCase() : method };
  return { type };
}

function credentialText(scheme: Json): string {
  const { flows = null, openIdConnectUrl = null } = isJsonObject(scheme) ? scheme : {};
  return canonicalText([credentialOf(scheme), withoutTexts(flows), openIdConnectUrl]);
}

/** Drops the descriptions of scopes: they are texts for people. */
function withoutTexts(flows: Json): Json {
  if (!isJsonObject(flows)) return flows;
  return Object.fromEntries(
    Object.entries(flows).map(([name, flow]) => {
      if (!isJsonObject(flow) || !isJsonObject(flow.scopes)) return [name, flow];
      return [name, { ...flow, scopes: Object.keys(flow.scopes).toSorted() }];
    }),
  );
}
