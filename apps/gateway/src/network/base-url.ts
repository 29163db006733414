/** Appends to the path of a base URL, and keeps its query. */
export function appendPath(base: string, path: string): URL {
  const url = new URL(base);
  url.pathname = url.pathname.replace(/\/$/, "") + path;
  return url;
}

/** Returns a URL without its query, which may contain what nobody should read in logs. */
export function withoutQuery(url: string): string {
  return url.replace(/\?.*/s, "");
}
