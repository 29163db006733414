import { openapiOverlay } from "openapi-format";
import type { JsonObject } from "./json.ts";

/** An OpenAPI Overlay document. Source: https://spec.openapis.org/overlay/v1.1.0.html */
export interface Overlay {
  readonly overlay: string;
  readonly actions: readonly { readonly target: string }[];
}

/**
 * Applies an overlay to a copy of a document.
 *
 * @throws Error if an action changes nothing: its target has been renamed or removed.
 */
export async function applyOverlay(document: JsonObject, overlay: Overlay): Promise<JsonObject> {
  const { data, resultData } = await openapiOverlay(structuredClone(document), { overlaySet: overlay });
  const idle = resultData.unusedActions.map(({ target }) => target);
  if (idle.length > 0) throw new Error(`These actions of the overlay change nothing: ${idle.join(", ")}.`);
  return data;
}
