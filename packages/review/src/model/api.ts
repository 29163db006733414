import type { Json, JsonObject } from "./json.ts";
import type { Schema } from "./schema.ts";

/**
 * The operations of a document, in canonical form: parameters of a path are those of each operation, names
 * of headers are in lower case, media types are in lower case, a status that says the same as `default` is folded into it.
 */
export interface Api {
  /** By key, such as `POST /completions`. The key contains the path of `servers`, so that a moved prefix is no change. */
  readonly operations: ReadonlyMap<string, Operation>;
}

export interface Operation {
  readonly method: string;
  readonly path: string;
  /** JSON pointer of the operation in the document, with references inlined. */
  readonly pointer: string;
  readonly source: JsonObject;
  readonly operationId: string | undefined;
  /** By `in` and name, such as `header extra-parameters`. */
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly requestBody: RequestBody | undefined;
  /** By status: `200`, `4XX` or `default`. */
  readonly responses: ReadonlyMap<string, Response>;
  /** Alternatives: the caller needs one. Each maps the name of a scheme to its scopes. An empty list needs nothing. */
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly servers: readonly string[];
}

export interface Parameter {
  readonly in: "query" | "header" | "path" | "cookie";
  readonly name: string;
  readonly pointer: string;
  readonly source: JsonObject;
  readonly required: boolean;
  /** The schema of `schema`, or of the only media type in `content`. */
  readonly schema: Schema;
  /** How a value is written: `style`, `explode`, `allowReserved`, and the media type of `content`. */
  readonly serialization: Readonly<Record<string, Json>>;
}

export interface RequestBody {
  readonly pointer: string;
  readonly source: JsonObject;
  readonly required: boolean;
  readonly content: ReadonlyMap<string, MediaType>;
}

export interface Response {
  readonly status: string;
  readonly pointer: string;
  readonly source: JsonObject;
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, Header>;
  readonly content: ReadonlyMap<string, MediaType>;
}

export interface Header {
  readonly name: string;
  readonly pointer: string;
  readonly source: JsonObject;
  readonly required: boolean;
  readonly schema: Schema;
}

export interface MediaType {
  readonly name: string;
  readonly pointer: string;
  readonly source: JsonObject;
  /** True, which allows anything, if the document has none. */
  readonly schema: Schema;
  /** The schema of an event: `itemSchema` (OpenAPI 3.2) or `x-itemSchema`. */
  readonly itemSchema: Schema | undefined;
}
