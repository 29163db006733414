import { type Example, endpoint, type Response, resolve } from "./bundle.ts";

type Request = { prompt: unknown; max_tokens?: number; stop?: string | string[]; stream?: boolean };
export type Pair = { name: string; status: string; mediaType: string; request: Request; response: unknown };

/** The examples of responses with their requests. The linter checks that each of them has a request. */
export const pairs: Pair[] = Object.entries(endpoint.operation.responses).flatMap(([status, response]) =>
  Object.entries(resolve<Response>(response).content).flatMap(([mediaType, { examples }]) =>
    Object.entries(examples).map(([name, example]) => {
      const { value, "x-request": request } = resolve<Example>(example);
      return { name, status, mediaType, request: request?.body as Request, response: value };
    }),
  ),
);
