import { isJsonObject, type Json, type JsonObject } from "../model/json.ts";
import { objectAt, objectsAt, textAt } from "./parts.ts";

/** The URLs below which the paths of an operation are. */
export interface Bases {
  /** The path of the first server, which becomes a part of each path. */
  readonly prefix: string;
  /** The servers without that path, sorted. One with another path has its whole URL. */
  readonly servers: readonly string[];
}

/** Reads the servers that apply to an operation: its own, those of its path, or those of the document. */
export function readServers(root: JsonObject, pathItem: JsonObject, operation: JsonObject): Bases {
  const level = [operation, pathItem, root].find(
    ({ servers }) => Array.isArray(servers) && servers.length > 0,
  );
  const servers = level === undefined ? [{ url: "/" }] : objectsAt(level, "servers");
  const urls = servers.map((server) => splitUrl(server));
  const prefix = urls[0]?.path ?? "";
  const canonical = urls.map(({ host, path, variables }) => {
    const url = path === prefix ? host : host + path;
    return variables === "" ? url : `${url} ${variables}`;
  });
  return { prefix, servers: [...new Set(canonical)].toSorted() };
}

/** Splits the URL of a server. Variables in its path have their defaults. */
function splitUrl(server: JsonObject): { host: string; path: string; variables: string } {
  const url = textAt(server, "url") ?? "/";
  const [, host = "", path = ""] = /^((?:[^/?#]*:)?(?:\/\/[^/?#]*)?)(.*)$/s.exec(url) ?? [];
  const variables = objectAt(server, "variables");
  const filled = path.replaceAll(/\{([^{}]*)\}/g, (variable, name: string) => {
    const description = variables[name];
    return (isJsonObject(description) ? textAt(description, "default") : undefined) ?? variable;
  });
  return { host, path: filled.replace(/\/+$/, ""), variables: describeVariables(variables) };
}

function describeVariables(variables: JsonObject): string {
  const described = Object.entries(variables).flatMap(([name, variable]): [string, Json][] =>
    isJsonObject(variable)
      ? [[name, { default: variable.default ?? null, enum: variable.enum ?? null }]]
      : [],
  );
  return described.length === 0 ? "" : JSON.stringify(Object.fromEntries(described.toSorted()));
}
