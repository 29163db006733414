import type { FileProblem, YamlFile } from "@completions-api/command-line/yaml";
import { findProxy } from "../network/find-proxy.ts";
import { findStrings, findValues } from "./find-values.ts";

/** Checks that the environment has the variables that the file names, and that their values, which are secrets, are usable. */
export function checkEnvironment(
  { value: root, problemAt }: YamlFile,
  environment: NodeJS.ProcessEnv,
): readonly FileProblem[] {
  const check = (pattern: readonly string[], isUsable: (secret: string) => boolean, problem: string) =>
    findStrings(root, pattern).flatMap(({ path, value: name }) => {
      // The schema reports anything else. It may be the secret itself.
      if (!/^[A-Z_][A-Z0-9_]*$/.test(name)) return [];
      const secret = environment[name];
      if (!secret) return [problemAt(path, "names an environment variable that is unset or empty. Set it.")];
      return isUsable(secret)
        ? []
        : [problemAt(path, `names an environment variable whose value ${problem}.`)];
    });
  return [
    ...checkProxies(root, problemAt, environment),
    ...check(
      ["deployments", "*", "credential", "env"],
      (secret) => /^[\x21-\x7e]+$/.test(secret),
      "has characters that an HTTP header cannot contain",
    ),
    ...check(
      ["metrics", "token", "env"],
      (secret) => /^[\x21-\x7e]+$/.test(secret),
      "has characters that a bearer token cannot contain",
    ),
    ...[["deployments", "*"], ["traces"]].flatMap((owner) =>
      check(
        [...owner, "headers", "*", "env"],
        (secret) => /^[\t\x20-\x7e\x80-\xff]+$/.test(secret),
        "has characters that an HTTP header cannot contain, such as line breaks or characters beyond Latin-1",
      ),
    ),
    ...check(
      ["redis", "url", "env"],
      isCluster(root) ? areRedisUrls : isRedisUrl,
      "is not a valid URL that begins with redis:// or rediss://",
    ),
    ...check(
      ["redis", "sentinel", "url", "env"],
      areRedisUrls,
      "has no valid URLs that begin with redis:// or rediss://, separated by commas",
    ),
  ];
}

function isCluster(root: unknown): boolean {
  return findValues(root, ["redis", "cluster"]).some(({ value }) => value === true);
}

function isRedisUrl(text: string): boolean {
  return /^rediss?:\/\/[^\s,]+$/.test(text) && URL.canParse(text);
}

function areRedisUrls(text: string): boolean {
  return text.split(",").every(isRedisUrl);
}

/** Checks the environment's proxies, as far as servers are reached through them. */
function checkProxies(
  root: unknown,
  problemAt: YamlFile["problemAt"],
  environment: NodeJS.ProcessEnv,
): FileProblem[] {
  return findStrings(root, ["deployments", "*", "urls", "*"]).flatMap(({ path, value }) => {
    const url = URL.parse(value);
    // The schema reports a URL with a user name.
    const choice = url?.username === "" ? findProxy(url, environment) : undefined;
    if (choice === undefined || choice.proxy) return [];
    const problem = `is reached through a proxy, but the environment variable ${choice.variable} is not the URL of an HTTP proxy`;
    return [problemAt(path, `${problem}, such as http://proxy:3128.`)];
  });
}
