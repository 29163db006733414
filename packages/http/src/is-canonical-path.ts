/** Matches a path of characters that need no encoding, and bytes that are percent-encoded (RFC 3986, section 3.3). */
const validPath = /^(?:\/(?:[\w.~!$&'()*+,;=:@-]|%[\da-f]{2})*)+$/i;

/** Matches a dot segment, with any slashes and dots of it percent-encoded, or an empty segment between others. */
const resolvableSegment = /(?:\/|%2f|\\|%5c)(?:\.|%2e){1,2}(?=\/|%2f|%5c|$)|\/\//i;

/** Matches percent-encoded control characters, which have no place in a name. */
const encodedControl = /%(?:[01][\da-f]|7f)/i;

/**
 * Returns true if there is only one way to read a path: no proxy, router or file system on its way can resolve it to another
 * one (RFC 3986, section 6.2.2). Percent-encoded letters and slashes are fine, as in `/v1/models/org%2Fmodel`: they match no
 * route by themselves.
 *
 * @param path - as the client wrote it.
 */
export function isCanonicalPath(path: string): boolean {
  return validPath.test(path) && !resolvableSegment.test(path) && !encodedControl.test(path);
}
