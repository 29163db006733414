import { appendPath } from "../network/base-url.ts";
import type { ProbedServer } from "./ask-server.ts";
import { readModelList } from "./read-model-list.ts";

/**
 * Finds the base URL that was probably meant, at which the server has a list of models: most servers have their API under
 * `/v1`.
 */
export async function findBaseUrl(
  server: ProbedServer,
  base: string,
  timeLimit: number,
): Promise<string | undefined> {
  const { origin, pathname } = new URL(base);
  const own = pathname.replace(/\/$/, "");
  const parent = own.replace(/\/[^/]*$/, "");
  const candidates = new Set(
    ["/v1", "/openai/v1", "/api/v1"].flatMap((path) => [own + path, path]).concat(parent),
  );
  candidates.delete(own);
  const found = await Promise.all(
    [...candidates].map(async (path) => {
      try {
        const response = await server.ask({ url: appendPath(origin, `${path}/models`), timeLimit });
        return readModelList(response) ? origin + path : undefined;
      } catch {
        return undefined;
      }
    }),
  );
  return found.find((url) => url !== undefined);
}
