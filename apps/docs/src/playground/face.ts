/** The form of the API that a request uses: `POST /completions` or `POST /v1/completions`. */
export type Face = "completions" | "openai";
