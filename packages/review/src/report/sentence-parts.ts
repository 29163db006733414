/** A part of a sentence: words, or a name or value between backticks. */
export interface SentencePart {
  readonly isCode: boolean;
  readonly text: string;
}

/** Splits a sentence at its backticks. A backtick that nothing closes belongs to the words. */
export function splitSentence(sentence: string): readonly SentencePart[] {
  const parts: SentencePart[] = [];
  let end = 0;
  for (const match of sentence.matchAll(/(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)/gs)) {
    if (match.index > end) parts.push({ isCode: false, text: sentence.slice(end, match.index) });
    parts.push({ isCode: true, text: match[2] ?? "" });
    end = match.index + match[0].length;
  }
  if (end < sentence.length) parts.push({ isCode: false, text: sentence.slice(end) });
  return parts;
}
