import { HttpResponse, http, type RequestHandler } from "msw";
import type { MockFetchSession } from "./create-mock-fetch.ts";

export {
  createMockFetch,
  type MockFetch,
  type MockFetchOptions,
  type MockFetchSession,
} from "./create-mock-fetch.ts";

/**
 * Creates handlers for MSW that let a mock answer the requests to an API.
 *
 * @param url - the base URL of the API that the code under test asks, such as `https://api.example.com`. OpenAI's clients have
 * `/v1` after it.
 */
export function createHandlers(mock: MockFetchSession, url: string): RequestHandler[] {
  const base = url.replace(/\/$/, "");
  return [
    http.all(`${base}/*`, async ({ request }) => {
      const target = request.url.slice(base.length);
      try {
        // A session of the mock has its id in its URL.
        return await mock.fetch(new Request(mock.url + target, request));
      } catch (thrown) {
        // `fetch` reports a lost connection by this error. MSW would respond to it with a 500.
        if (thrown instanceof TypeError) return HttpResponse.error();
        throw thrown;
      }
    }),
  ];
}
