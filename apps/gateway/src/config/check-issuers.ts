import type { FileProblem, YamlFile } from "@completions-api/command-line/yaml";
import { isForgeable } from "../auth/is-forgeable.ts";
import { findStrings, findValues } from "./find-values.ts";

/** Checks that the keys of token issuers are fetched over https, except from this machine. */
export function checkIssuers({ value: root, problemAt }: YamlFile): readonly FileProblem[] {
  return findValues(root, ["tokens", "*"]).flatMap(({ path, value }) => {
    // Without `jwks`, the issuer itself says where its keys are.
    const name = findStrings(value, ["jwks"]).length > 0 ? "jwks" : "issuer";
    return findStrings(value, [name]).flatMap((found) => {
      // The schema reports what does not begin with a scheme in lower case.
      if (!found.value.startsWith("http://") || !isForgeable(found.value)) return [];
      const instead = name === "issuer" ? ", or set `jwks` to an https URL" : "";
      return [
        problemAt(
          [...path, name],
          "must begin with https://, unless it is on this machine. Over plain http, others on the network can replace the " +
            `issuer's keys with their own, and then forge tokens. Use https${instead}.`,
        ),
      ];
    });
  });
}
