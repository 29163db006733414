/**
 * Lists the base URLs that somebody may have meant by a URL, the likeliest first: the URL itself, without the path of an
 * operation, and both with and without `/v1`.
 */
export function listBaseUrls(url: string): readonly string[] {
  const { origin, pathname } = new URL(url);
  const path = trimSlashes(trimSlashes(pathname).replace(/(\/chat)?\/completions$|\/models$/, ""));
  const other = path.endsWith("/v1") ? path.slice(0, -"/v1".length) : `${path}/v1`;
  return [path, other].map((path) => `${origin}${trimSlashes(path)}`);
}

function trimSlashes(path: string): string {
  return path.replace(/\/+$/, "");
}
