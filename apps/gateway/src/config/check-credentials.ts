import type { FileProblem, YamlFile } from "@completions-api/command-line/yaml";
import { isLoopback } from "../network/is-loopback.ts";
import { findStrings, findValues } from "./find-values.ts";

/**
 * Checks that a gateway which other machines can reach has API keys or token issuers.
 *
 * @param host - overrides `listen.host` of the file.
 */
export function checkCredentials(
  { value, problemAt }: YamlFile,
  host: string | undefined,
): readonly FileProblem[] {
  const [configured] = findStrings(value, ["listen", "host"]);
  const listensOn = host ?? configured?.value;
  if (listensOn === undefined || isLoopback(listensOn)) return [];
  if (findValues(value, ["keys", "*"]).length + findValues(value, ["tokens", "*"]).length > 0) return [];
  return [
    problemAt(
      host === undefined ? ["listen", "host"] : [],
      `Without credentials the gateway listens only on loopback addresses such as 127.0.0.1, not on ${listensOn}. Add ` +
        "`keys` or `tokens` to a configuration file (--config FILE); `completions-gateway --make-key NAME` creates a key.",
    ),
  ];
}
