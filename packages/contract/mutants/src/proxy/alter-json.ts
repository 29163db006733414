import type { ProxiedResponse } from "./alteration.ts";

/** Alters the JSON object that is the body of a response, or the data of each event in a stream. */
export function alterJson(
  response: ProxiedResponse,
  alter: (json: Record<string, unknown>) => unknown,
): ProxiedResponse {
  const rewrite = (text: string): string => JSON.stringify(alter(JSON.parse(text)));
  const body = isStream(response)
    ? response.body.replaceAll(/^data: (\{.*)$/gm, (_line, data: string) => `data: ${rewrite(data)}`)
    : rewrite(response.body);
  return { ...response, body };
}

export function isStream({ headers }: ProxiedResponse): boolean {
  return headers["content-type"]?.startsWith("text/event-stream") === true;
}
