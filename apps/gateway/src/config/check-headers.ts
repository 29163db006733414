import type { FileProblem, YamlFile } from "@completions-api/command-line/yaml";
import { findStrings, findValues } from "./find-values.ts";

/** Headers that belong to the connection (RFC 9110, section 7.6.1), or that frame the message, and are set by the HTTP client. */
const ofConnection = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "http2-settings",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Headers that the gateway decides for each request, and where to configure the value if that is possible. */
const ofGateway = new Map([
  ["accept", ""],
  ["accept-encoding", ""],
  ["azureml-model-deployment", " Use `deployment` of the engine azure instead."],
  ["content-encoding", ""],
  ["content-type", ""],
  ["extra-parameters", ""],
  ["traceparent", ""],
  ["tracestate", ""],
  ["x-request-id", ""],
]);

/** The names of headers whose values are secrets. */
const secretHeader = /^(?:authorization|cookie)$|(?:key|token|secret|password)$/i;

/** Checks the headers that the file adds to requests: none that the gateway sets, none twice, and no secrets in the file. */
export function checkHeaders({ value: root, problemAt }: YamlFile): readonly FileProblem[] {
  const owners = [...findValues(root, ["deployments", "*"]), ...findValues(root, ["traces"])];
  return owners.flatMap(({ path: owner, value }) => {
    const hasCredential = findValues(value, ["credential"]).length > 0;
    const seen = new Set<string>();
    return findValues(value, ["headers", "*"]).flatMap(({ path }) => {
      const written = String(path.at(-1));
      const name = written.toLowerCase();
      const isDuplicate = seen.has(name);
      seen.add(name);
      const at = [...owner, ...path];
      const problem = isDuplicate
        ? "is already there in another spelling. The case of names does not matter. Remove one."
        : describeName(name, hasCredential);
      if (problem !== undefined) return [problemAt(at, problem, "name")];
      if (!secretHeader.test(name) || findStrings(value, ["headers", written]).length === 0) return [];
      return [problemAt(at, "is a secret, which does not belong in the file. Write { env: NAME } instead.")];
    });
  });
}

function describeName(name: string, hasCredential: boolean): string | undefined {
  if (ofConnection.has(name)) return "belongs to the connection, and cannot be configured. Remove it.";
  if (name === "authorization" && hasCredential) {
    return "is the header in which `credential` is sent. Remove one of the two.";
  }
  const instead = ofGateway.get(name);
  return instead === undefined ? undefined : `is set by the gateway itself.${instead || " Remove it."}`;
}
