import type { Review } from "../../src/model/review.ts";
import { createReview } from "./sample-review.ts";

/** Texts that would do something in a comment or on a page if they were not escaped. */
export const hostileTexts: readonly string[] = [
  "@octocat @org/team a@example.com",
  "#1 GH-1 org/repo#1 https://evil.example www.evil.example mailto:a@evil.example",
  "[a](https://evil.example) ![b](https://evil.example/b.png) <https://evil.example> [c][d]\n\n[d]: https://evil.example",
  "<script>document.title = 'hit'</script><img src=x onerror=\"document.title = 'hit'\"><a href=https://evil.example>a</a>",
  "</details></code></pre></td></table></style></title><h1>b</h1> <!-- c",
  "a` @octocat ``` b ` c `` d",
  "``` \n```\n@octocat\n\n# heading\n",
  "| a | b | @octocat \\| c \\",
  "*bold* _italic_ ~~struck~~ **b** $\\alpha$ $`x`$ &lt;b&gt; &#64;octocat",
  "- list\n+ list\n1. list\n> quote\n=====\n---\n\tcode",
  "\u202Egnp.exe \u2066a\u2069 \u200B\u200D\uFEFF\u0000\u001B[31m\u0085\u2028\u2029\uD800",
  "::error::hit%0A\r\n::set-output name=a::b ##[set-output name=a]b",
  "a commit 0123456789abcdef0123456789abcdef01234567 and 2 changes",
];

/** Returns a review in which every text that can come from a spec, a file name or git is the given one. */
export function createHostileReview(text: string, count = 9): Review {
  const poison = (value: unknown, key = ""): unknown => {
    if (typeof value === "string") return isOurs(key) ? value : `\`${text}\` ${text}`;
    if (Array.isArray(value)) return value.map((item) => poison(item, key));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([name, child]) => {
      const isMap = key === "query" || key === "headers" || key === "body";
      return [isMap ? text : name, poison(child, name)];
    });
    return Object.fromEntries(entries);
  };
  return poison(createReview(count)) as Review; // The same shape, with other texts.
}

/** Says whether a property never has a text of somebody else. */
function isOurs(key: string): boolean {
  const keys = ["effect", "kind", "direction", "verdict", "semver", "severity", "testsOf", "expires"];
  return [...keys, "wire", "stream", "behaviour", "types", "fingerprint"].includes(key);
}
