import { EventLoopSlice, type StopSignal } from "./event-loop-slice.ts";
import { loadModel } from "./load-model.ts";

/**
 * Counts the tokens of a text in the encoding of the embedded engine, GPT-2's byte-pair encoding `r50k_base`. For other
 * models the count is a good estimate if the text is English. During a long text the function yields to the event loop.
 *
 * @throws the signal's reason if it is aborted while a long text is counted.
 */
export async function countTokens(text: string, signal: StopSignal): Promise<number> {
  const { tokenizer } = await loadModel();
  const slice = new EventLoopSlice(signal);
  let count = 0;
  for (const word of tokenizer.tokenize(text)) {
    count += word.length;
    if (slice.expired) await slice.yield();
  }
  return count;
}
