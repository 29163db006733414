/**
 * The headers of every response of a site: its pages load nothing from other origins, run no inline script and cannot be framed.
 */
export const siteHeaders = {
  "content-security-policy":
    "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'",
  // For browsers that do not know `frame-ancestors`.
  "x-frame-options": "DENY",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cache-control": "no-cache",
} as const;
