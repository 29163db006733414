import { readFileSync } from "node:fs";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

/** The code blocks of the README that begin with the name of their file, by that name. */
export const readmeFiles: ReadonlyMap<string, string> = new Map(
  Array.from(readme.matchAll(/^```[jt]sx?\n\/\/ (\S+\.\w+)\n(.*?)^```/gms), ([, name = "", code = ""]) => [
    name,
    code,
  ]),
);
