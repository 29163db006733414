import type { RecordedExchange } from "@completions-api/protocol/recorded";
import type { Warning } from "../results.ts";
import { readRequestBody, readTexts } from "./recorded-response.ts";

const minimumTexts = 5;
const minimumPrompts = 3;

/** Finds servers that complete everything with the same text, or with none. */
export function findSameText(exchanges: readonly RecordedExchange[]): readonly Warning[] {
  const prompts = new Set<string>();
  const texts = exchanges.flatMap((exchange) => {
    const { prompt, max_tokens, echo } = readRequestBody(exchange);
    // An echoed prompt is part of the text.
    if (typeof prompt !== "string" || max_tokens === 0 || echo === true) return [];
    const texts = readTexts(exchange);
    if (texts.length > 0) prompts.add(prompt);
    return texts;
  });
  if (texts.length < minimumTexts || prompts.size < minimumPrompts) return [];
  const { length: empty } = texts.filter((text) => text === "");
  if (empty > texts.length / 2) {
    const message = `${empty} of ${texts.length} texts are empty, so that cases about texts prove little. Check that the server has loaded a model that completes prompts.`;
    return [{ id: "empty-texts", message }];
  }
  const longest = texts.reduce((one, other) => (other.length > one.length ? other : one), "");
  // A limit of tokens or a stop sequence may cut the same text.
  const same = texts.filter((text) => longest.startsWith(text)).length;
  if (same < 0.9 * texts.length) return [];
  const message = `${same} of ${texts.length} texts, for ${prompts.size} different prompts, are ${quote(longest)} or its beginning. The server seems to have a fixed answer, so that cases about texts prove little.`;
  return [{ id: "same-text", message }];
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
