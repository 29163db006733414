// The part of the interface of openapi-fetch that this API needs, on `fetch` alone: see replaceable.test.ts.

type HeaderValues = Headers | Readonly<Record<string, string | null | undefined>>;

interface TransportOptions {
  readonly baseUrl: string;
  readonly headers?: HeaderValues;
  readonly fetch: (request: Request) => Promise<Response>;
}

interface RequestOptions {
  readonly params?: { readonly query?: Record<string, string>; readonly header?: HeaderValues };
  readonly headers?: HeaderValues;
  readonly body: unknown;
  readonly parseAs?: "json" | "stream";
  readonly signal?: AbortSignal;
  readonly fetch?: (request: Request) => Promise<Response>;
}

interface Result {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

interface Transport {
  POST(path: string, options: RequestOptions): Promise<Result>;
}

/** Replaces the function of the same name that openapi-fetch exports. */
export default function createTransport({ baseUrl, headers, fetch }: TransportOptions): Transport {
  return {
    async POST(path, { params = {}, body, signal, parseAs = "json", ...own }) {
      const url = `${baseUrl.replace(/\/$/, "")}${path}?${new URLSearchParams(params.query)}`;
      const request = new Request(url, {
        method: "POST",
        headers: mergeHeaders({ "content-type": "application/json" }, headers, own.headers, params.header),
        body: JSON.stringify(body),
        signal: signal ?? null,
      });
      const response = await (own.fetch ?? fetch)(request);
      if (!response.ok) return { error: await response.text(), response };
      if (response.status === 204 || response.headers.get("content-length") === "0") return { response };
      return { data: parseAs === "stream" ? response.body : await response.json(), response };
    },
  };
}

/** Merges headers. Later values replace earlier ones, undefined changes nothing, and null removes a header. */
function mergeHeaders(...sources: readonly (HeaderValues | undefined)[]): Headers {
  const merged = new Headers();
  for (const source of sources) {
    for (const [name, value] of source instanceof Headers ? source : Object.entries(source ?? {})) {
      if (value === null) merged.delete(name);
      else if (value !== undefined) merged.set(name, value);
    }
  }
  return merged;
}
