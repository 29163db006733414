import { isObject } from "./is-object.ts";
import type { RecordedRequest } from "./recorded-exchange.ts";

/** A body as it was recorded. */
export interface RecordedBody {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly isRecorded: boolean;
  /** The reason why it is not the whole body, worded to follow "the body". */
  readonly gap?: string;
}

/**
 * Reads `postData` of a request or `content` of a response.
 *
 * @param size - the length that the tool states. Negative or missing if it does not know.
 */
export function readBody({
  content,
  size,
  headers,
}: {
  readonly content: unknown;
  readonly size: unknown;
  readonly headers: RecordedRequest["headers"];
}): RecordedBody {
  const { text, encoding, comment } = isObject(content) ? content : {};
  const stated = headers.find(([name]) => name === "content-length")?.[1];
  if (typeof text !== "string") {
    const bytes = new Uint8Array(0);
    const isEmpty = size === 0 && (stated === undefined || stated === "0") && typeof comment !== "string";
    return isEmpty ? { bytes, isRecorded: true } : { bytes, isRecorded: false, gap: "is not recorded" };
  }
  const bytes = encoding === "base64" ? decodeBase64(text) : new TextEncoder().encode(text);
  if (/^\W*(?:redacted|removed|omitted)\W*$/i.test(text))
    return { bytes, isRecorded: false, gap: "is redacted" };
  if (typeof comment === "string" && /truncate|truncation/i.test(comment)) {
    return { bytes, isRecorded: true, gap: `is cut: ${comment}` };
  }
  const isEncoded = headers.some(([name, value]) => name === "content-encoding" && value !== "identity");
  const lengths = [typeof size === "number" ? size : 0, isEncoded ? 0 : Number(stated)].filter(
    (length) => length > bytes.length,
  );
  const [longer] = lengths;
  if (longer === undefined) return { bytes, isRecorded: true };
  return { bytes, isRecorded: true, gap: `is cut: ${bytes.length} of ${longer} bytes are recorded` };
}

/** Decodes Base64 of either alphabet. Like Node's `Buffer`, it ignores what is not Base64. */
function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const [data = ""] = text.split("=");
  const digits = data
    .replaceAll("-", "+")
    .replaceAll("_", "/")
    .replaceAll(/[^A-Za-z0-9+/]/g, "");
  // One digit alone is less than a byte.
  const binary = atob(digits.length % 4 === 1 ? digits.slice(0, -1) : digits);
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
