import { engineVersion, modelFile, PythonServer } from "./python-server.ts";

/** A slot of llama.cpp's server, which generates one choice at a time. */
export interface Slot {
  readonly id: number;
  readonly is_processing: boolean;
}

/** Properties of llama.cpp's `common_params`. */
export interface LlamaCppParameters {
  /** The number of slots; by default 4. With -1, they share one context. */
  readonly n_parallel?: number;
  /** The tokens of all slots' contexts together; by default 8,192. */
  readonly n_ctx?: number;
  /** The names of its model. By default that of its file. */
  readonly model_alias?: readonly string[];
  /** The keys that it accepts. By default it needs none. */
  readonly api_keys?: readonly string[];
}

/** A server of llama.cpp with a tiny model of random weights. */
export interface LlamaCpp extends AsyncDisposable {
  readonly server: PythonServer;
  /** The package that brings it, and its version. */
  readonly version: string;
  /** The base URL for OpenAI's clients. */
  readonly url: string;
  /** Asks it which slots are generating. */
  slots(): Promise<readonly Slot[]>;
  /** Asks it for one of its counters, such as `tokens_predicted_total`. */
  metric(name: string): Promise<number>;
}

/** Starts llama.cpp's own HTTP server. */
export async function startLlamaCpp(parameters: LlamaCppParameters = {}): Promise<LlamaCpp> {
  const server = await PythonServer.start({
    toArguments: (port) => ["serve_llama_cpp.py", modelFile, String(port), JSON.stringify(parameters)],
    until: /^http:\/\//,
  });
  const [key] = parameters.api_keys ?? [];
  const init = key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } };
  return {
    server,
    version: engineVersion("xllamacpp"),
    url: `${server.origin}/v1`,
    async slots() {
      const response = await fetch(`${server.origin}/slots`, init);
      // The type lists what the tests read of it.
      return (await response.json()) as readonly Slot[];
    },
    async metric(name) {
      const text = await (await fetch(`${server.origin}/metrics`, init)).text();
      const [, value] = new RegExp(String.raw`^llamacpp:${name} (\S+)$`, "m").exec(text) ?? [];
      if (value === undefined) throw new Error(`The server has no metric ${name}:\n${text}`);
      return Number(value);
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
