/**
 * The tokens that may come next, and their logits: token `tokens[i]` has logit `logits[i]`, for every i below `size`. A
 * logit is the natural logarithm of a score; the scores need not add up to 1.
 */
export class TokenCandidates {
  readonly tokens: Uint16Array;
  readonly logits: Float64Array;
  /** Memory for sampling: unnormalized probabilities. */
  readonly weights: Float64Array;
  size = 0;

  /** @param capacity the largest number of tokens. */
  constructor(capacity: number) {
    this.tokens = new Uint16Array(capacity);
    this.logits = new Float64Array(capacity);
    this.weights = new Float64Array(capacity);
  }

  /** Adds a token that is not a candidate yet. */
  add(token: number, logit: number): void {
    this.tokens[this.size] = token;
    this.logits[this.size] = logit;
    this.size += 1;
  }

  has(token: number): boolean {
    return this.tokens.subarray(0, this.size).includes(token);
  }

  /** Replaces the candidates by those of others. */
  copy({ tokens, logits, size }: Readonly<TokenCandidates>): void {
    this.size = 0;
    for (let index = 0; index < size; index += 1) this.add(tokens[index] ?? 0, logits[index] ?? 0);
  }
}
