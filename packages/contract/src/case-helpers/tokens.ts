/**
 * Tokens that nearly every vocabulary has: in most of them the first few are special tokens, and those that follow are single
 * characters or bytes. The smallest vocabularies, with a token for each character of a text, have about 60.
 */
export const smallTokens = [36, 45, 50, 57] as const;
