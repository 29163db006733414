import { TimeSlices } from "./time-slices.ts";

/**
 * How many tokens a text is in the byte-pair encoding `r50k_base`, GPT-2's, which is the embedded engine's: about right for
 * any English text, whatever model it is for. A long text lets others have the event loop now and then.
 *
 * @throws the signal's reason where it is aborted before the end of a long text.
 */
export async function countTokens(text: string, signal: AbortSignal): Promise<number> {
  // Only now, as most who import this package never count.
  const { tokenize } = await import("./tokenizer.ts");
  const slices = new TimeSlices(signal);
  let count = 0;
  for (const word of tokenize(text)) {
    count += word.length;
    if (slices.over) await slices.next();
  }
  return count;
}
