import { test as base, expect } from "@playwright/test";

/** The session of the mock that a test has for itself. */
interface Mock {
  /** Answers the requests of this test's page. Several answers are for one request each, and the last one stays. */
  reply(...answers: unknown[]): Promise<void>;
  /** Lists the bodies of the requests of this test's page. */
  bodies(): Promise<unknown[]>;
}

/** Playwright's `test`, with a session of the mock for each test, so that tests can run at the same time. */
export const test = base.extend<{ mock: Mock }>({
  mock: [
    async ({ page, request }, use) => {
      const headers = { "x-mock-session": crypto.randomUUID() };
      // The app passes the header on to the mock.
      await page.setExtraHTTPHeaders(headers);
      const url = `${process.env.COMPLETIONS_URL}/__mock`;
      await use({
        async reply(...answer) {
          const response = await request.post(`${url}/replies`, { headers, data: { answer } });
          expect(response.status(), await response.text()).toBe(201);
        },
        async bodies() {
          const response = await request.get(`${url}/requests`, { headers });
          return (await response.json()).map((entry: { body: unknown }) => entry.body);
        },
      });
    },
    { auto: true },
  ],
});
