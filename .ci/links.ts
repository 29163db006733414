// Checks that every relative link and image in Markdown leads to a file, and its #fragment to a heading in that file.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"]);
const pages = listed
  .toString()
  .split("\n")
  .filter((page) => page !== "" && existsSync(page));

const withoutCode = (markdown: string) =>
  markdown.replace(/^```.*?^```/gms, "").replace(/`[^`\n]*`/g, (code) => code.slice(1, -1));

/** GitHub's anchors: lower case, no punctuation, a dash for each space. */
const listAnchors = (markdown: string) =>
  [...withoutCode(markdown).matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );

const broken = pages.flatMap((page) => {
  const links = [...withoutCode(readFileSync(page, "utf8")).matchAll(/\]\(([^)\s]+)[^)]*\)/g)];
  return links
    .map(([, link = ""]) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [path = "", fragment] = link.split("#");
      const target = path === "" ? page : join(dirname(page), path);
      if (!existsSync(target)) return true;
      if (fragment === undefined || statSync(target).isDirectory()) return false;
      return !listAnchors(readFileSync(target, "utf8")).includes(fragment);
    })
    .map((link) => `${page}: the link to ${link} leads nowhere`);
});

for (const message of broken) console.error(message);
process.exitCode = broken.length === 0 ? 0 : 1;
