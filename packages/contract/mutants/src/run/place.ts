import { startProxy } from "../proxy/altering-proxy.ts";
import { runBaseline } from "./baseline.ts";
import type { Place } from "./judge-server.ts";

/**
 * Runs the suite against a server without a fault, so that mutants can be compared with it.
 *
 * @throws Error if a case fails.
 */
export async function startPlace(place: Omit<Place, "baseline">): Promise<Place> {
  await using proxy = await startProxy(place.server.url, place.server.token);
  return { ...place, baseline: await runBaseline({ ...place, url: proxy.url }) };
}
