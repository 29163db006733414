import type { Example, Face, Response } from "./bundle.ts";

type Request = {
  prompt: unknown;
  n?: number;
  max_tokens?: number;
  echo?: boolean;
  logprobs?: number;
  stop?: string | string[];
  stream?: boolean;
};
export type Pair = { name: string; status: string; mediaType: string; request: Request; response: unknown };

/** Lists the examples of the responses to completion requests, with these requests, which the linter requires. */
export function listPairs({ endpoints: [{ operation }], resolve }: Face): Pair[] {
  return Object.entries(operation.responses).flatMap(([status, response]) =>
    Object.entries(resolve<Response>(response).content).flatMap(([mediaType, { examples }]) =>
      Object.entries(examples).map(([name, example]) => {
        const { value, "x-request": request } = resolve<Example>(example);
        return { name, status, mediaType, request: request?.body as Request, response: value };
      }),
    ),
  );
}
