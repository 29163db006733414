import type { ProxiedAnswer } from "./altering-proxy.ts";

/** Alters the JSON of an answer, which is an object: of a stream, that of each event. */
export function alterJson(
  answer: ProxiedAnswer,
  alter: (json: Record<string, unknown>) => unknown,
): ProxiedAnswer {
  const rewrite = (text: string): string => JSON.stringify(alter(JSON.parse(text)));
  const body = isStream(answer)
    ? answer.body.replaceAll(/^data: (\{.*)$/gm, (_line, data: string) => `data: ${rewrite(data)}`)
    : rewrite(answer.body);
  return { ...answer, body };
}

export function isStream({ headers }: ProxiedAnswer): boolean {
  return headers["content-type"]?.startsWith("text/event-stream") === true;
}
