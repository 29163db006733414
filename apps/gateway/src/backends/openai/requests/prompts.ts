import type { ListedPrompt } from "@completions-api/protocol";
import type { Dialect } from "../dialect.ts";
import { notSupported } from "../errors/not-supported.ts";
import { largest32Bits } from "./parameters.ts";

/**
 * Returns the `prompt` to send.
 *
 * @throws HttpError 422 `parameter_not_supported` for a prompt that the server cannot take.
 */
export function toPrompt(
  prompts: readonly ListedPrompt[],
  { tokenPrompts, emptyPrompts }: Pick<Dialect, "tokenPrompts" | "emptyPrompts">,
): unknown {
  for (const { prompt, loc } of prompts) {
    if (typeof prompt !== "string" && !tokenPrompts) {
      const message = "must be text, because this deployment's model does not take tokens";
      throw notSupported({ loc, value: prompt, message });
    }
    if (prompt === "" && !emptyPrompts) {
      throw notSupported({ loc, value: prompt, message: "must not be empty for this deployment's model" });
    }
    if (typeof prompt !== "string") checkTokens(prompt, loc);
  }
  const [first, ...others] = prompts.map(({ prompt }) => prompt);
  // Some servers treat an empty text or the single token 0 as a missing prompt, but not within a list.
  return typeof first === "string" && first !== "" && others.length === 0 ? first : [first, ...others];
}

function checkTokens(tokens: readonly number[], loc: readonly string[]): void {
  const place = tokens.findIndex((token) => token > largest32Bits);
  if (place < 0) return;
  const message = "is not a token of this deployment's model";
  throw notSupported({ loc: [...loc, String(place)], value: tokens[place], message });
}
