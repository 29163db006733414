import { BlockList, isIPv6 } from "node:net";
import type { ConfigProblem } from "./config-error.ts";
import { findStrings, findValues } from "./find-values.ts";
import type { YamlFile } from "./parse-yaml.ts";

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Whether only this machine reaches what listens on a host. */
function isLoopback(host: string): boolean {
  return host.toLowerCase() === "localhost" || loopback.check(host, isIPv6(host) ? "ipv6" : "ipv4");
}

/** A gateway that others reach has credentials. */
export function checkCredentials(
  { value, problemAt }: YamlFile,
  host: string | undefined,
): readonly ConfigProblem[] {
  const [own] = findStrings(value, ["listen", "host"]);
  const listensOn = host ?? own?.value;
  if (listensOn === undefined || isLoopback(listensOn)) return [];
  if (findValues(value, ["keys", "*"]).length + findValues(value, ["tokens", "*"]).length > 0) return [];
  return [
    problemAt(
      host === undefined ? ["listen", "host"] : [],
      `Without credentials the gateway serves on loopback only, such as 127.0.0.1, not on ${listensOn}. Put \`keys\` ` +
        "or `tokens` into a configuration file (--config); `completions-gateway --make-key NAME` makes a key.",
    ),
  ];
}
