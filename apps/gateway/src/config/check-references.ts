import type { FileProblem, YamlFile } from "@completions-api/command-line/yaml";
import { findClosestName } from "./find-closest-name.ts";
import { findStrings, findValues } from "./find-values.ts";

/**
 * Checks what a schema cannot express: references within the file, and the syntax of URLs. Skips
 * values of the wrong type, because the schema reports them.
 */
export function checkReferences(yaml: YamlFile): readonly FileProblem[] {
  return [
    ...checkDeploymentNames(yaml),
    ...checkTeamNames(yaml),
    ...checkUniqueKeys(yaml),
    ...checkUrls(yaml),
    ...checkBaseUrls(yaml),
    ...checkMetricsPort(yaml),
    ...checkRedis(yaml),
  ];
}

/** Checks that deployments are defined wherever their names are used. */
function checkDeploymentNames({ value: root, problemAt }: YamlFile): FileProblem[] {
  const defined = listNames(root, "deployments");
  const used = [
    ...findStrings(root, ["defaultDeployment"]),
    ...findStrings(root, ["keys", "*", "deployments", "*"]),
    ...findStrings(root, ["tokens", "*", "deployments", "*"]),
    ...findStrings(root, ["deployments", "*", "shadow", "deployment"]),
  ];
  return used.flatMap(({ path, value }) => {
    if (defined.includes(value)) return [];
    return [problemAt(path, `is not a deployment. ${suggest(value, defined, "deployments")}`)];
  });
}

/** Checks that teams are defined wherever their names are used. */
function checkTeamNames({ value: root, problemAt }: YamlFile): FileProblem[] {
  const defined = listNames(root, "teams");
  const used = [...findStrings(root, ["keys", "*", "team"]), ...findStrings(root, ["tokens", "*", "team"])];
  return used.flatMap(({ path, value }) => {
    if (defined.includes(value)) return [];
    return [problemAt(path, `is not a team. ${suggest(value, defined, "teams")}`)];
  });
}

function listNames(root: unknown, section: string): string[] {
  return findValues(root, [section, "*"]).map(({ path }) => String(path.at(-1)));
}

/** Suggests the name that was meant, or lists all. */
function suggest(name: string, defined: readonly string[], section: string): string {
  if (defined.length === 0) return `No ${section} are defined.`;
  const closest = findClosestName(name, defined);
  return closest === undefined ? `The ${section} are ${defined.join(", ")}.` : `Did you mean ${closest}?`;
}

/** Checks that no two API keys have the same value, or the same name in logs. */
function checkUniqueKeys({ value: root, problemAt }: YamlFile): FileProblem[] {
  return ["name", "sha256"].flatMap((property) => {
    const seen = new Set<string>();
    return findStrings(root, ["keys", "*", property]).flatMap(({ path, value }) => {
      const isDuplicate = seen.has(value.toLowerCase());
      seen.add(value.toLowerCase());
      return isDuplicate
        ? [problemAt(path, "is already used by an earlier key. Each key needs its own.")]
        : [];
    });
  });
}

/** Checks that URLs can be parsed. The schema reports strings that do not look like a URL at all. */
function checkUrls({ value: root, problemAt }: YamlFile): FileProblem[] {
  return [
    ...findStrings(root, ["deployments", "*", "urls", "*"]),
    ...findStrings(root, ["tokens", "*", "issuer"]),
    ...findStrings(root, ["tokens", "*", "jwks"]),
    ...findStrings(root, ["traces", "url"]),
  ].flatMap(({ path, value }) => {
    if (!/^https?:\/\/[^\s@?#]+(?:\?[^\s#]*)?$/.test(value) || URL.canParse(value)) return [];
    return [problemAt(path, "is not a valid URL. Check its host and port.")];
  });
}

/** Checks the paths and queries of the servers' URLs. */
function checkBaseUrls({ value: root, problemAt }: YamlFile): FileProblem[] {
  return findValues(root, ["deployments", "*"]).flatMap(({ path: deployment, value }) =>
    findStrings(value, ["urls", "*"]).flatMap(({ path, value: url }) =>
      describeBaseUrl(url, Object(value).engine).map((problem) =>
        problemAt([...deployment, ...path], problem),
      ),
    ),
  );
}

/** Checks that the metrics have a port of their own if they have a host, and that it is not the port of the API. */
function checkMetricsPort({ value: root, problemAt }: YamlFile): FileProblem[] {
  if (findValues(root, ["metrics", "port"]).length === 0) {
    return findValues(root, ["metrics", "host"]).map(({ path }) =>
      problemAt(path, "has no effect without `port`. Add one, or remove it."),
    );
  }
  const [listen = 8080] = findValues(root, ["listen", "port"]).map(({ value }) => value);
  return findValues(root, ["metrics", "port"]).flatMap(({ path, value }) => {
    if (value !== listen || value === 0) return [];
    return [problemAt(path, "is the port of the API. Choose another one, or remove it to serve both there.")];
  });
}

/** Checks that a Redis is not both a cluster and watched over by Sentinels. */
function checkRedis({ value: root, problemAt }: YamlFile): FileProblem[] {
  if (findValues(root, ["redis", "cluster"])[0]?.value !== true) return [];
  return findValues(root, ["redis", "sentinel"]).map(({ path }) =>
    problemAt(path, "has no effect with `cluster`: a Redis Cluster has no Sentinels. Remove one of the two."),
  );
}

/** The names of query parameters that have secrets. */
const secretParameter = /(?:key|token|secret|password|signature)$|^(?:sig|code)$/i;

function describeBaseUrl(text: string, engine: unknown): string[] {
  const { pathname = "", searchParams } = URL.parse(text) ?? {};
  const problems: string[] = [];
  if (/\/completions\/?$/.test(pathname)) {
    problems.push("must not end in /completions, which the gateway appends. Remove it.");
  }
  const secret = [...(searchParams?.keys() ?? [])].some((name) => secretParameter.test(name));
  if (secret) problems.push("must not contain a secret. Send it in `headers`, from an environment variable.");
  if (engine === "azure" && searchParams?.has("api-version")) {
    problems.push("must not contain api-version, which the gateway appends. Use `apiVersion` instead.");
  }
  return problems;
}
