import type { MediaType } from "../model/api.ts";

/** Finds the entry for a media type: itself, without its parameters, or the narrowest range that contains it. */
export function findMediaType(content: ReadonlyMap<string, MediaType>, name: string): MediaType | undefined {
  const [essence = name] = name.split(";");
  const [type = ""] = essence.split("/");
  return content.get(name) ?? content.get(essence.trim()) ?? content.get(`${type}/*`) ?? content.get("*/*");
}
