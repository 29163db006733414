/** Elements of the spec that no case covers, each with why. */
export const uncovered: Readonly<Record<string, string>> = {
  "#/components/schemas/CompletionFinishReason/enum/content_filter":
    "No server can be asked for it: the spec has no example of a completion that a filter cut.",
  "#/components/schemas/ErrorCode/enum/parameter_not_supported":
    "No server can be asked for it: the spec has no example of a parameter that the model does not support.",
  "#/components/schemas/UnprocessableContentError/properties/code/enum/parameter_not_supported":
    "No server can be asked for it: the spec has no example of a parameter that the model does not support.",
};
