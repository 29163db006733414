/** The faces for `test.each`, and the path of a completion of each; undefined is the path that tests use by default. */
export const eachFace: readonly (readonly ["completions" | "openai", string | undefined])[] = [
  ["completions", undefined],
  ["openai", "/v1/completions"],
];
