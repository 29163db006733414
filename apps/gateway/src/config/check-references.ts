import { findClosest } from "./closest.ts";
import type { ConfigProblem } from "./config-error.ts";
import { findStrings, findValues } from "./find-values.ts";
import type { YamlFile } from "./parse-yaml.ts";

/** Holds a file against what no schema can say of it alone. Values of the wrong type are passed over: the schema has them. */
export function checkReferences(yaml: YamlFile, environment: NodeJS.ProcessEnv): readonly ConfigProblem[] {
  return [...checkNames(yaml), ...checkTwins(yaml), ...checkSecrets(yaml, environment)];
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

/** The environment has the secrets, and they are fit for use. */
function checkSecrets({ value: root, problemAt }: YamlFile, environment: NodeJS.ProcessEnv): ConfigProblem[] {
  const problems = (pattern: readonly string[], fits: RegExp, fault: string) =>
    findStrings(root, pattern).flatMap(({ path, value: name }) => {
      // Whoever has put the secret itself here is told so by the schema.
      if (!/^[A-Z_][A-Z0-9_]*$/.test(name)) return [];
      const secret = environment[name];
      if (!secret)
        return [problemAt(path, "names an environment variable that is not set, or is empty. Set it.")];
      return fits.test(secret) ? [] : [problemAt(path, `names an environment variable that ${fault}.`)];
    });
  return [
    ...problems(
      ["deployments", "*", "credential", "env"],
      /^[\x21-\x7e]+$/,
      "has characters that no HTTP header takes",
    ),
    ...problems(
      ["redis", "url", "env"],
      /^rediss?:\/\/\S+$/,
      "is no URL that begins with redis:// or rediss://",
    ),
  ];
}
