/** Matches the part of an absolute-form target (RFC 9112, section 3.2.2) before its path. */
const origin = /^https?:\/\/[^/?#\\]*/i;

/**
 * Returns the path of a request's target as the client wrote it. Unlike a URL parser, it resolves no dot segments, and takes no
 * backslash for a slash: a proxy that decides by the path as it was sent must not be told another one.
 */
export function rawPath(target: string): string {
  const afterOrigin = target.replace(origin, "");
  return afterOrigin.split("?", 1)[0] || "/";
}

let latest: { readonly target: string; readonly url: URL | null } | undefined;

/** Parses the target of a request, which is a path or a whole URL. Returns null if it is neither. Do not change the URL. */
export function parseTarget(target = ""): URL | null {
  // Most requests have the same target as the one before.
  if (latest?.target !== target) latest = { target, url: parse(target) };
  return latest.url;
}

function parse(target: string): URL | null {
  try {
    // Joined as text, because as a relative URL `//host/path` would name a host.
    return new URL(target.startsWith("/") ? `http://localhost${target}` : target);
  } catch {
    return null;
  }
}
