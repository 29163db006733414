import { type Child, childKind } from "../../../src/document/grammar.ts";
import { isJsonObject, type Json, type JsonObject } from "../../../src/model/json.ts";
import { originOf } from "../../../src/model/origin.ts";

/** One edit of a document that somebody relies on. */
export interface Mutation {
  readonly name: string;
  /** The same for edits that differ only in their place and value, such as `bounds raised`. */
  readonly kind: string;
  readonly part: object;
  readonly replacement: Json;
}

type Mutate = (part: JsonObject) => readonly (readonly [name: string, replacement: JsonObject])[];

const kinds = [
  ...["removed", "added", "replaced", "renamed", "renumbered", "reworded", "changed", "raised", "lowered"],
  ...["loses", "gains", "gets", "required", "optional", "needed", "moves"],
];

/** Lists every edit of each kind in a document. A part that is used in many places is edited once, for all of them. */
export function listMutations(root: JsonObject): readonly Mutation[] {
  const mutations: Mutation[] = [];
  const visited = new Set<object>();
  const visit = (part: Json, kind: Child): void => {
    if (typeof part !== "object" || part === null || visited.has(part)) return;
    visited.add(part);
    if (isJsonObject(part)) {
      for (const mutate of mutators(kind)) {
        for (const [name, replacement] of mutate(part)) {
          const place = originOf(part);
          mutations.push({
            name: `${place?.file}#${place?.pointer}: ${name}`,
            kind: `${mutate.name} ${kinds.find((kind) => name.includes(kind))}`,
            part,
            replacement,
          });
        }
      }
    }
    for (const [key, child] of Object.entries(part)) visit(child, childKind(kind, key));
  };
  visit(root, "document");
  return mutations;
}

function mutators(kind: Child): readonly Mutate[] {
  if (kind === "schema") return [bounds, enums, required, types, defaults, properties, statuses];
  if (kind === "parameter") return [requiredFlag];
  if (kind === "operation") return [rules, parameters, responses, bodies];
  if (kind === "response") return [headers, mediaTypes];
  if (kind === "requestBody") return [requiredFlag, mediaTypes];
  if (kind === "document") return [servers, security];
  if (kind === "other") return [scopes, credentials];
  return [];
}

/** Copies a part with a keyword changed, or removed if the value is undefined. */
function set(part: JsonObject, keyword: string, value: Json | undefined): JsonObject {
  const copy: Record<string, Json> = { ...part };
  if (value === undefined) delete copy[keyword];
  else copy[keyword] = value;
  return copy;
}

const boundNames = ["minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"];

const bounds: Mutate = (schema) =>
  [...boundNames, "pattern"].flatMap((keyword) => {
    const value = schema[keyword];
    if (value === undefined) return [];
    const removed = [`${keyword} removed`, set(schema, keyword, undefined)] as const;
    if (typeof value !== "number") return [removed];
    return [
      removed,
      [`${keyword} raised`, set(schema, keyword, value + 1)] as const,
      // Lengths and numbers of items are never negative.
      ...(value > 0 || ["minimum", "maximum"].includes(keyword)
        ? [[`${keyword} lowered`, set(schema, keyword, value - 1)] as const]
        : []),
    ];
  });

const enums: Mutate = (schema) => {
  const values = schema.enum;
  if (!Array.isArray(values)) {
    return "const" in schema ? [["const changed", set(schema, "const", changed(schema.const))]] : [];
  }
  return [
    ...values.map((value: Json, index) => {
      return [
        `enum loses ${JSON.stringify(value)}`,
        set(schema, "enum", values.toSpliced(index, 1)),
      ] as const;
    }),
    ["enum gains a value", set(schema, "enum", [...values, "another_value"])],
    ["enum removed", set(schema, "enum", undefined)],
  ];
};

const required: Mutate = (schema) => {
  const names: readonly Json[] = Array.isArray(schema.required) ? schema.required : [];
  const all = isJsonObject(schema.properties) ? Object.keys(schema.properties) : [];
  return [
    ...names.map((name, index) => {
      return [`${name} optional`, set(schema, "required", names.toSpliced(index, 1))] as const;
    }),
    ...all
      .filter((name) => !names.includes(name))
      .map((name) => [`${name} required`, set(schema, "required", [...names, name])] as const),
  ];
};

const types: Mutate = (schema) => {
  const { type } = schema;
  if (type === undefined) return [];
  const names: readonly Json[] = Array.isArray(type) ? type : [type];
  const added = names.includes("boolean") ? "string" : "boolean";
  // An enum has no value of another type, so that one more type would mean nothing.
  const isOpen = schema.enum === undefined && schema.const === undefined;
  return [
    ...(isOpen ? [["type added", set(schema, "type", [...names, added])] as const] : []),
    ["type replaced", set(schema, "type", added)],
    ...(names.length > 1 ? [["type removed", set(schema, "type", names.slice(1))] as const] : []),
  ];
};

const defaults: Mutate = (schema) => {
  if (schema.default === undefined) return [];
  return [
    ["default removed", set(schema, "default", undefined)],
    ["default changed", set(schema, "default", changed(schema.default))],
  ];
};

const properties: Mutate = (schema) => {
  const { properties: map } = schema;
  if (!isJsonObject(map)) return [];
  return Object.keys(map).map((name) => {
    return [`${name} removed`, set(schema, "properties", set(map, name, undefined))] as const;
  });
};

const statuses: Mutate = (schema) => {
  const map = schema["x-statuses"];
  if (!isJsonObject(map)) return [];
  return Object.keys(map).flatMap((value) => [
    [`${value} gets another status`, set(schema, "x-statuses", set(map, value, 418))] as const,
    [`${value} gets no status`, set(schema, "x-statuses", set(map, value, undefined))] as const,
  ]);
};

const requiredFlag: Mutate = (part) => [
  [
    part.required === true ? "optional" : "required",
    set(part, "required", part.required === true ? undefined : true),
  ],
];

const rules: Mutate = (operation) => {
  const list = operation["x-rules"];
  if (!Array.isArray(list)) return [];
  const added = { id: "another-rule", rule: "Something else holds, too." };
  return [
    ["rule added", set(operation, "x-rules", [...list, added])],
    ["stream rule added", set(operation, "x-rules", [...list, { ...added, id: "stream-another" }])],
    ...list.flatMap((rule: Json, index) => {
      if (!isJsonObject(rule)) return [];
      const reworded = { ...rule, rule: `${String(rule.rule)} Mostly.` };
      return [
        [`rule ${rule.id} removed`, set(operation, "x-rules", list.toSpliced(index, 1))] as const,
        [`rule ${rule.id} reworded`, set(operation, "x-rules", list.with(index, reworded))] as const,
      ];
    }),
  ];
};

const parameters: Mutate = (operation) => {
  const list = operation.parameters;
  if (!Array.isArray(list)) return [];
  return list.flatMap((parameter: Json, index) => {
    if (!isJsonObject(parameter)) return [];
    const renamed = { ...parameter, name: `${String(parameter.name)}-2` };
    return [
      [`${parameter.name} removed`, set(operation, "parameters", list.toSpliced(index, 1))] as const,
      [`${parameter.name} renamed`, set(operation, "parameters", list.with(index, renamed))] as const,
    ];
  });
};

const responses: Mutate = (operation) => {
  const map = operation.responses;
  if (!isJsonObject(map)) return [];
  return Object.entries(map).flatMap(([status, response]) => {
    const without = set(map, status, undefined);
    return [
      [`response ${status} removed`, set(operation, "responses", without)] as const,
      [`response ${status} renumbered`, set(operation, "responses", set(without, "418", response))] as const,
      ...(status === "default"
        ? []
        : [[`response 418 added`, set(operation, "responses", set(map, "418", response))] as const]),
    ];
  });
};

const bodies: Mutate = (operation) =>
  operation.requestBody === undefined ? [] : [["body removed", set(operation, "requestBody", undefined)]];

const headers: Mutate = (response) => {
  const map = response.headers;
  if (!isJsonObject(map)) return [];
  return Object.keys(map).map((name) => {
    return [`${name} removed`, set(response, "headers", set(map, name, undefined))] as const;
  });
};

const mediaTypes: Mutate = (part) => {
  const map = part.content;
  if (!isJsonObject(map)) return [];
  return Object.entries(map).flatMap(([name, mediaType]) => [
    [`${name} removed`, set(part, "content", set(map, name, undefined))] as const,
    [`text/csv added`, set(part, "content", set(map, "text/csv", mediaType))] as const,
  ]);
};

const servers: Mutate = (root) => {
  const list = root.servers;
  if (!Array.isArray(list)) return [];
  return list.map((_, index) => {
    return [`server ${index} removed`, set(root, "servers", list.toSpliced(index, 1))] as const;
  });
};

const security: Mutate = (root) => {
  const list = root.security;
  if (!Array.isArray(list)) return [];
  return [
    ["security removed", set(root, "security", undefined)],
    ...list.map((_, index) => {
      return [`alternative ${index} removed`, set(root, "security", list.toSpliced(index, 1))] as const;
    }),
    ["both schemes needed", set(root, "security", [Object.assign({}, ...list.filter(isJsonObject))])],
    ["scope needed", set(root, "security", [...list.slice(0, -1), { AADToken: ["another"] }])],
  ];
};

/** Security schemes are parts without a kind of their own. */
const credentials: Mutate = (part) => {
  if (part.type === "apiKey") {
    return [
      ["key moves", set(part, "in", part.in === "header" ? "query" : "header")],
      ["key renamed", set(part, "name", "x-another-key")],
    ];
  }
  if (!isJsonObject(part.flows)) return [];
  return Object.keys(part.flows).map((flow) => {
    return [
      `flow ${flow} removed`,
      set(part, "flows", set(part.flows as JsonObject, flow, undefined)),
    ] as const;
  });
};

const scopes: Mutate = (part) => {
  const { scopes: map, tokenUrl } = part;
  if (!isJsonObject(map)) return [];
  return [
    ["scope added", set(part, "scopes", { ...map, another: "Another scope." })],
    ...Object.keys(map).map((scope) => {
      return [`scope ${scope} removed`, set(part, "scopes", set(map, scope, undefined))] as const;
    }),
    ["token URL changed", set(part, "tokenUrl", changed(tokenUrl))],
  ];
};

/** Returns another value of the same type. */
function changed(value: Json | undefined): Json {
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  return `${String(value)}-2`;
}
