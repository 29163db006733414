import type { FileProblem, YamlFile } from "@completions-api/command-line/yaml";
import { readExpiry } from "../auth/read-expiry.ts";
import { findStrings } from "./find-values.ts";

/** Checks that the days on which keys expire exist. The schema reports what does not begin with a date. */
export function checkExpiries({ value: root, problemAt }: YamlFile): readonly FileProblem[] {
  return findStrings(root, ["keys", "*", "expires"]).flatMap(({ path, value }) => {
    if (!/^\d{4}-\d\d-\d\d(?:T|$)/.test(value) || !Number.isNaN(readExpiry(value))) return [];
    return [
      problemAt(
        path,
        "is not a date or a time that exists. Write a date such as 2026-12-31, or a date-time with a time zone such as 2026-12-31T18:00:00Z.",
      ),
    ];
  });
}
