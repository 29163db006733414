/**
 * Checks a choice in a chunk that follows the choice's end. Some servers repeat the end, for example beside the usage. A text
 * or another reason means that the completion is not what its end said.
 *
 * @param reason - the finish reason with which the choice ended.
 */
export function repeatsEnd(
  { text, finish_reason }: { readonly text: string; readonly finish_reason?: unknown },
  reason: string,
): boolean {
  return text === "" && (!finish_reason || finish_reason === reason);
}
