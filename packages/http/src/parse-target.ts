/** Parses the target of a request, which is a path or a whole URL. Returns null if it is neither. */
export function parseTarget(target = ""): URL | null {
  try {
    // Joined as text, because as a relative URL `//host/path` would name a host.
    return new URL(target.startsWith("/") ? `http://localhost${target}` : target);
  } catch {
    return null;
  }
}
