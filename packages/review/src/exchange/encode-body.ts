import { isJsonObject, type Json } from "../model/json.ts";

/** Writes a body as its media type does. Anything but a form or plain text is JSON. */
export function encodeBody(body: Json, mediaType: string): string {
  if (mediaType.startsWith("application/x-www-form-urlencoded") && isJsonObject(body)) {
    return new URLSearchParams(
      Object.entries(body).map(([name, value]): [string, string] => [name, toText(value)]),
    ).toString();
  }
  return mediaType.startsWith("text/") ? toText(body) : JSON.stringify(body);
}

function toText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
