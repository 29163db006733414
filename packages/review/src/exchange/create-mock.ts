import type { IHttpRequest, PrismHttpComponents } from "@stoplight/prism-http";
import type { WitnessAnswer, WitnessRequest } from "../model/change.ts";
import type { JsonObject } from "../model/json.ts";
import type { SecurityScheme } from "./add-credential.ts";
import { encodeBody } from "./encode-body.ts";
import { findHeader } from "./find-header.ts";
import { loadPrism } from "./load-prism.ts";

/** Prism, as a mock of one document. */
export interface Mock {
  /** Returns what the operation of a request accepts as credentials: alternatives, each of schemes that it needs. */
  securityOf(request: WitnessRequest): readonly (readonly SecurityScheme[])[];
  /** Answers a request. A failure of Prism itself is a 500 that says so. */
  send(request: WitnessRequest): WitnessAnswer;
}

type Operation = Parameters<PrismHttpComponents["mock"]>[0]["resource"];

const longestBody = 500;

const silent = () => {};
const logger = {
  child: () => logger,
  success: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
};

/**
 * Creates a mock of a document without a server: what differs between two documents is decided before anything goes over
 * a wire. This repository's own mock cannot do it, because its validators are generated when it is built.
 *
 * @param document - the document, as Redocly bundles it.
 */
export async function createMock(document: JsonObject): Promise<Mock> {
  const { getHttpOperationsFromSpec, route, validateInput, validateSecurity, mock } = loadPrism();
  // A copy, because Prism resolves references in place.
  const operations = (await getHttpOperationsFromSpec(structuredClone(document))).map(
    // Prism would call the addresses that the callbacks of the spec name.
    (operation): Operation => ({ ...operation, callbacks: [] }),
  );

  /** Returns the operation of a request, or the answer that there is none. */
  function findOperation(input: IHttpRequest): Operation | Problem {
    let refusal: Problem | undefined;
    for (const path of withoutServerPaths(input.url.path, operations)) {
      const found = route({ resources: operations, input: { ...input, url: { path } } });
      if (found._tag === "Right") return found.right;
      refusal ??= toProblem(found.left);
    }
    return refusal ?? toProblem(new Error("The document has no operation."));
  }

  return {
    securityOf(request) {
      const operation = findOperation(toInput(request));
      return "status" in operation ? [] : (operation.security ?? []);
    },
    send(request) {
      try {
        const input = toInput(request);
        const operation = findOperation(input);
        if ("status" in operation) return toAnswer(operation.status, operation);
        const validations = [
          validateSecurity({ resource: operation, element: input }),
          validateInput({ resource: operation, element: input }),
        ].flatMap((result) => (result._tag === "Left" ? result.left : []));
        const problems = validations.filter(({ severity }) => severity === 0);
        const config = { dynamic: false };
        const result = mock({
          resource: operation,
          input: { data: input, validations: problems },
          config,
        })(logger);
        if (result._tag === "Left") {
          const problem = toProblem(result.left);
          return toAnswer(problem.status, problem);
        }
        const { statusCode, body } = result.right;
        if (problems.length === 0) return toAnswer(statusCode, body);
        // The body would be the spec's example of an error, which is seldom about this request.
        return toAnswer(statusCode, {
          problems: problems.map(({ path = [], message }) => `${path.join(".")} ${message}`.trim()),
        });
      } catch (error) {
        return toAnswer(500, `Prism failed: ${String(error)}`);
      }
    },
  };
}

/** Lists the paths that Prism may know a path by: it knows those of the document, which lack the path of the server. */
function withoutServerPaths(path: string, operations: readonly Operation[]): string[] {
  const prefixes = operations.flatMap(({ servers = [] }) =>
    servers.map(({ url }) => (URL.parse(url, "http://localhost")?.pathname ?? "/").replace(/\/$/, "")),
  );
  const shortened = [...new Set(prefixes)]
    .filter((prefix) => prefix !== "" && path.startsWith(`${prefix}/`))
    .map((prefix) => path.slice(prefix.length));
  return [...shortened, path];
}

function toInput({ method, path, query, headers, body }: WitnessRequest): IHttpRequest {
  const mediaType = findHeader(headers, "content-type") ?? "application/json";
  return {
    // Prism's list of methods is a type only. It refuses a method that it does not know.
    method: method.toLowerCase() as IHttpRequest["method"],
    url: { path, query: { ...query } },
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    // Prism's server parses JSON and leaves anything else as text. This does the same.
    ...(body !== undefined && {
      body: isJsonType(mediaType) ? body : encodeBody(body, mediaType),
    }),
  };
}

function isJsonType(mediaType: string): boolean {
  return /^application\/(?:[\w.-]+\+)?json\b/i.test(mediaType);
}

/** An answer of Prism's own, for what the document has no response for. */
interface Problem {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
}

function toProblem(error: Error & { status?: number; detail?: string }): Problem {
  return { title: error.name, status: error.status ?? 500, detail: error.detail ?? error.message };
}

function toAnswer(status: number, body: unknown): WitnessAnswer {
  const text = typeof body === "string" ? body : (JSON.stringify(body) ?? "");
  return { status, body: text.slice(0, longestBody) };
}
