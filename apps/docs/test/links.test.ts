import { describe, expect, test } from "vitest";
import { pagePaths, readSiteFile, siteFiles } from "./support/site-files.ts";

const pages = new Map(pagePaths.map((path) => [path, readSiteFile(`${path}index.html`)]));
const idsOf = new Map([...pages].map(([path, html]) => [path, attributesOf(html, "id")]));
const llmsText = readSiteFile("llms.txt");

/** The values of an attribute, in the order of the elements. The pages are rendered by Preact and marked, which quote every value. */
function attributesOf(html: string, name: string): string[] {
  return [...html.matchAll(new RegExp(`<[^>]*?\\s${name}="([^"]*)"`, "g"))].map(([, value = ""]) =>
    value.replaceAll("&amp;", "&"),
  );
}

/** Says why a link of a page leads nowhere, or nothing if it is alive. */
function faultOf(link: string, page: string): string[] {
  const { protocol, pathname, hash } = new URL(link, `site://site/${page}`);
  if (protocol !== "site:") return [];
  const path = decodeURIComponent(pathname.slice(1));
  if (!pages.has(path)) return siteFiles.has(path) ? [] : [`${link}: there is no such page`];
  const id = decodeURIComponent(hash.slice(1));
  return id === "" || idsOf.get(path)?.includes(id) ? [] : [`${link}: there is no such anchor`];
}

test("there are pages of every section", () => {
  expect(pagePaths).toEqual(expect.arrayContaining(["", "guides/", "playground/", "reference/", "reports/"]));
});

describe.each([...pages])("/%s", (path, html) => {
  test("its links lead to pages, files and anchors that exist", () => {
    expect(attributesOf(html, "href")).not.toEqual([]);
    expect([...new Set(attributesOf(html, "href"))].flatMap((link) => faultOf(link, path))).toEqual([]);
    expect(attributesOf(html, "src").filter((source) => !siteFiles.has(source.slice(1)))).toEqual([]);
  });

  test("its links in Markdown are alive", () => {
    const markdown = readSiteFile(`${path}index.md`).replace(/^( *)```[\s\S]*?^\1```$|`[^`\n]*`/gm, "");
    const links = [...markdown.matchAll(/(?<!!)\[(?:[^[\]]|\[[^[\]]*\])*\]\(([^()\s]+)\)/g)].map(
      ([, link = ""]) => link,
    );
    expect(links.flatMap((link) => faultOf(link, path))).toEqual([]);
  });

  test("its ids are unique", () => {
    const ids = idsOf.get(path) ?? [];
    expect(ids).toContain("main");
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  test("it has one first heading, and skips no level below it", () => {
    const levels = [...html.matchAll(/<h([1-6])[\s>]/g)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
  });

  test("it has a title and a description of its own", () => {
    const titleOf = (page: string) => /<title>(.+?)<\/title>/.exec(page)?.[1];
    expect([...pages.values()].filter((other) => titleOf(other) === titleOf(html))).toHaveLength(1);
    expect(html).toMatch(/<meta name="description" content="[^"]+"/);
  });

  test("it has a Markdown twin with the same heading, which llms.txt lists", () => {
    expect(siteFiles).toContain(`${path}index.md`);
    const text = (part: string | undefined) =>
      part
        ?.replace(/<[^>]*>|[`*\\]/g, "")
        .replaceAll("&amp;", "&")
        .replaceAll("&lt;", "<")
        .trim();
    const heading = text(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(html)?.[1]);
    expect(text(/^# (.*)$/m.exec(readSiteFile(`${path}index.md`))?.[1])).toBe(heading);
    expect(html).toContain(`href="/${path}index.md"`);
    // The home page is the text of `llms.txt` itself.
    if (path !== "") expect(llmsText).toContain(`](/${path}index.md)`);
  });

  test("no script, style or handler is inline", () => {
    expect(html).toContain('<script type="module" src="/assets/');
    expect(html.match(/<script(?![^>]*\ssrc=)[^>]*>|<style|<[^>]*\s(?:style|on\w+)=/gi)).toBeNull();
    expect(html.match(/(?:src|href)="(?:data|javascript):/gi)).toBeNull();
  });
});
