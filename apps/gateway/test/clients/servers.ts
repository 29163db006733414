import { startMock } from "@completions-api/mock";
import { startTestGateway, token } from "../support/start-gateway.ts";

/** The settings of a client of OpenAI's API with which it can call a server. */
export interface ClientSettings {
  readonly baseURL: string;
  readonly apiKey: string;
  readonly model: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

/** A server that such clients can call. Disposing of it closes it. */
export interface TestServer extends AsyncDisposable {
  readonly settings: ClientSettings;
}

/** Starts each server, by its name. */
export const servers = {
  async gateway(): Promise<TestServer> {
    const gateway = await startTestGateway({ extraParameters: "ignore" });
    const query = { "api-version": "2024-04-01-preview" };
    return {
      settings: { baseURL: gateway.url, apiKey: token, model: "default", query, headers: {} },
      [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
    };
  },
  async mock(): Promise<TestServer> {
    const mock = await startMock({ port: 0 });
    return {
      settings: {
        baseURL: mock.url,
        apiKey: "any-token",
        model: "any",
        query: { "api-version": "2024-04-01-preview" },
        headers: { "extra-parameters": "ignore" },
      },
      [Symbol.asyncDispose]: () => mock[Symbol.asyncDispose](),
    };
  },
};
