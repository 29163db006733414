import { findClosest } from "./closest.ts";
import type { ConfigProblem } from "./config-error.ts";
import { findStrings, findValues } from "./find-values.ts";
import type { YamlFile } from "./parse-yaml.ts";

/** Holds a file against what no schema can say of it alone. Values of the wrong type are passed over: the schema has them. */
export function checkReferences(yaml: YamlFile, environment: NodeJS.ProcessEnv): readonly ConfigProblem[] {
  return [
    ...checkNames(yaml),
    ...checkTwins(yaml),
    ...checkUrls(yaml),
    ...checkBaseUrls(yaml),
    ...checkSecrets(yaml, environment),
  ];
}

/** Deployments that are named are there. */
function checkNames({ value: root, problemAt }: YamlFile): ConfigProblem[] {
  const names = findValues(root, ["deployments", "*"]).map(({ path }) => String(path.at(-1)));
  const named = [
    ...findStrings(root, ["defaultDeployment"]),
    ...findStrings(root, ["keys", "*", "deployments", "*"]),
    ...findStrings(root, ["tokens", "*", "deployments", "*"]),
  ];
  return named.flatMap(({ path, value }) => {
    if (names.includes(value)) return [];
    const closest = findClosest(value, names);
    const hint =
      closest === undefined ? `There are ${names.join(", ") || "none"}.` : `Did you mean ${closest}?`;
    return [problemAt(path, `is none of the deployments. ${hint}`)];
  });
}

/** API keys can be told apart, by who sends them and in logs. */
function checkTwins({ value: root, problemAt }: YamlFile): ConfigProblem[] {
  return ["name", "sha256"].flatMap((property) => {
    const seen = new Set<string>();
    return findStrings(root, ["keys", "*", property]).flatMap(({ path, value }) => {
      const isTwin = seen.has(value.toLowerCase());
      seen.add(value.toLowerCase());
      return isTwin ? [problemAt(path, "is that of a key before, too. Each key needs its own.")] : [];
    });
  });
}

/** URLs can be read; of those that do not even look like one, the schema says so. */
function checkUrls({ value: root, problemAt }: YamlFile): ConfigProblem[] {
  return [
    ...findStrings(root, ["deployments", "*", "urls", "*"]),
    ...findStrings(root, ["tokens", "*", "issuer"]),
    ...findStrings(root, ["tokens", "*", "jwks"]),
  ].flatMap(({ path, value }) => {
    if (!/^https?:\/\/[^\s@?#]+$/.test(value) || URL.canParse(value)) return [];
    return [problemAt(path, "is no URL that can be read. Look at its host and port.")];
  });
}

/** URLs of upstreams are where `/completions` is below, not that itself: it would be asked for twice. */
function checkBaseUrls({ value: root, problemAt }: YamlFile): ConfigProblem[] {
  return findStrings(root, ["deployments", "*", "urls", "*"]).flatMap(({ path, value }) =>
    /\/completions\/?$/.test(value)
      ? [problemAt(path, "ends in /completions, which is appended. Leave it out.")]
      : [],
  );
}

/** The environment has the secrets, and they are fit for use. */
function checkSecrets({ value: root, problemAt }: YamlFile, environment: NodeJS.ProcessEnv): ConfigProblem[] {
  const problems = (pattern: readonly string[], fits: (secret: string) => boolean, fault: string) =>
    findStrings(root, pattern).flatMap(({ path, value: name }) => {
      // Whoever has put the secret itself here is told so by the schema.
      if (!/^[A-Z_][A-Z0-9_]*$/.test(name)) return [];
      const secret = environment[name];
      if (!secret)
        return [problemAt(path, "names an environment variable that is not set, or is empty. Set it.")];
      return fits(secret) ? [] : [problemAt(path, `names an environment variable that ${fault}.`)];
    });
  return [
    ...problems(
      ["deployments", "*", "credential", "env"],
      (secret) => /^[\x21-\x7e]+$/.test(secret),
      "has characters that no HTTP header takes",
    ),
    ...problems(
      ["redis", "url", "env"],
      (secret) => /^rediss?:\/\/\S+$/.test(secret) && URL.canParse(secret),
      "is no URL that can be read and begins with redis:// or rediss://",
    ),
  ];
}
