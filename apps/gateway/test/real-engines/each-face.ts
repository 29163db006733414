/** The faces for `test.each`, and the path of a completion of each; undefined is the path that tests use by default. */
export const eachFace: readonly (readonly ["azure" | "openai", string | undefined])[] = [
  ["azure", undefined],
  ["openai", "/v1/completions"],
];
