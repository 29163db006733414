import type { ContractCase } from "../contract-case.ts";
import { defaultFace, type FaceName } from "../faces/face.ts";
import { tokenMissing } from "./authorization/token-missing.ts";
import { tokenOfEntra } from "./authorization/token-of-entra.ts";
import { tokenScheme } from "./authorization/token-scheme.ts";
import { tokenSchemeCase } from "./authorization/token-scheme-case.ts";
import { tokenUnknown } from "./authorization/token-unknown.ts";
import { completionIdentity } from "./completion/completion-identity.ts";
import { completionShape } from "./completion/completion-shape.ts";
import { jsonBeginsAtOnce } from "./completion/json-begins-at-once.ts";
import { systemFingerprint } from "./completion/system-fingerprint.ts";
import { usage } from "./completion/usage.ts";
import { usageCountsNoCharacters } from "./completion/usage-counts-no-characters.ts";
import { usageOfPrompts } from "./completion/usage-of-prompts.ts";
import { bodyMissing } from "./errors/body-missing.ts";
import { bodyTooLarge } from "./errors/body-too-large.ts";
import { bodyType } from "./errors/body-type.ts";
import { contentFiltered } from "./errors/content-filtered.ts";
import { contentType } from "./errors/content-type.ts";
import { contextLength } from "./errors/context-length.ts";
import { detailValueCut } from "./errors/detail-value-cut.ts";
import { errorCodeHeader } from "./errors/error-code-header.ts";
import { headersTooLarge } from "./errors/headers-too-large.ts";
import { invalidJson } from "./errors/invalid-json.ts";
import { invalidUtf8 } from "./errors/invalid-utf8.ts";
import { nestedDeeply } from "./errors/nested-deeply.ts";
import { notFoundShape } from "./errors/not-found-shape.ts";
import { notHttp } from "./errors/not-http.ts";
import { otherErrorShape } from "./errors/other-error-shape.ts";
import { prototypeKeys } from "./errors/prototype-keys.ts";
import { rateLimited } from "./errors/rate-limited.ts";
import { retryAfterOf503 } from "./errors/retry-after-of-503.ts";
import { serverFailures } from "./errors/server-failures.ts";
import { unknownMethod } from "./errors/unknown-method.ts";
import { unknownRoute } from "./errors/unknown-route.ts";
import { unprocessableShape } from "./errors/unprocessable-shape.ts";
import { examplePairs } from "./examples/example-pairs.ts";
import { apiVersionForm } from "./headers/api-version-form.ts";
import { apiVersionRequired } from "./headers/api-version-required.ts";
import { deploymentEmpty } from "./headers/deployment-empty.ts";
import { deploymentKnown } from "./headers/deployment-known.ts";
import { deploymentUnknown } from "./headers/deployment-unknown.ts";
import { extraNeverOverrides } from "./headers/extra-never-overrides.ts";
import { extraParametersDefault } from "./headers/extra-parameters-default.ts";
import { extraParametersDrop } from "./headers/extra-parameters-drop.ts";
import { extraParametersError } from "./headers/extra-parameters-error.ts";
import { extraParametersIgnore } from "./headers/extra-parameters-ignore.ts";
import { extraParametersPassThrough } from "./headers/extra-parameters-pass-through.ts";
import { extraParametersUnknownPolicy } from "./headers/extra-parameters-unknown-policy.ts";
import { requestIdsDiffer } from "./headers/request-ids-differ.ts";
import { responseHeaders } from "./headers/response-headers.ts";
import { bestOfBounds } from "./openai/best-of-bounds.ts";
import { bestOfNotStreamed } from "./openai/best-of-not-streamed.ts";
import { bestOfReturnsLikeliest } from "./openai/best-of-returns-likeliest.ts";
import { choicesDiffer } from "./openai/choices-differ.ts";
import { choicesOfEachPrompt } from "./openai/choices-of-each-prompt.ts";
import { echoBeginsText } from "./openai/echo-begins-text.ts";
import { echoOfEachPrompt } from "./openai/echo-of-each-prompt.ts";
import { echoOfTokens } from "./openai/echo-of-tokens.ts";
import { echoType } from "./openai/echo-type.ts";
import { errorShape } from "./openai/error-shape.ts";
import { greedyIsLikeliest } from "./openai/greedy-is-likeliest.ts";
import { logitBiasBounds } from "./openai/logit-bias-bounds.ts";
import { logitBiasEffect } from "./openai/logit-bias-effect.ts";
import { logitBiasExcludes } from "./openai/logit-bias-excludes.ts";
import { logprobsBounds } from "./openai/logprobs-bounds.ts";
import { logprobsShape } from "./openai/logprobs-shape.ts";
import { modelDescribed } from "./openai/model-described.ts";
import { modelForm } from "./openai/model-form.ts";
import { modelSelectsDeployment } from "./openai/model-selects-deployment.ts";
import { modelUnknown } from "./openai/model-unknown.ts";
import { modelsListed } from "./openai/models-listed.ts";
import { nBounds } from "./openai/n-bounds.ts";
import { openAIParameterDefaults } from "./openai/openai-parameter-defaults.ts";
import { streamLogprobsEqualJson } from "./openai/stream-logprobs-equal-json.ts";
import { streamOptionsNeedStream } from "./openai/stream-options-need-stream.ts";
import { streamUsageWhenAsked } from "./openai/stream-usage-when-asked.ts";
import { streamedLogitBias } from "./openai/streamed-logit-bias.ts";
import { streamedMaxTokensBound } from "./openai/streamed-max-tokens-bound.ts";
import { suffixAccepted } from "./openai/suffix-accepted.ts";
import { unknownParametersRefused } from "./openai/unknown-parameters-refused.ts";
import { userAccepted } from "./openai/user-accepted.ts";
import { zeroTokensNeedEcho } from "./openai/zero-tokens-need-echo.ts";
import { frequencyPenaltyBounds } from "./parameters/frequency-penalty-bounds.ts";
import { frequencyPenaltyEffect } from "./parameters/frequency-penalty-effect.ts";
import { lengthMeansMaxTokens } from "./parameters/length-means-max-tokens.ts";
import { maxTokensBound } from "./parameters/max-tokens-bound.ts";
import { maxTokensDefault } from "./parameters/max-tokens-default.ts";
import { maxTokensMinimum } from "./parameters/max-tokens-minimum.ts";
import { parameterDefaults } from "./parameters/parameter-defaults.ts";
import { presencePenaltyBounds } from "./parameters/presence-penalty-bounds.ts";
import { presencePenaltyEffect } from "./parameters/presence-penalty-effect.ts";
import { seedBounds } from "./parameters/seed-bounds.ts";
import { seedRepeats } from "./parameters/seed-repeats.ts";
import { stopEndsText } from "./parameters/stop-ends-text.ts";
import { stopForm } from "./parameters/stop-form.ts";
import { streamType } from "./parameters/stream-type.ts";
import { temperatureBounds } from "./parameters/temperature-bounds.ts";
import { temperatureZeroIsGreedy } from "./parameters/temperature-zero-is-greedy.ts";
import { topPBounds } from "./parameters/top-p-bounds.ts";
import { topPZeroIsGreedy } from "./parameters/top-p-zero-is-greedy.ts";
import { choicesInPromptOrder } from "./prompt/choices-in-prompt-order.ts";
import { emptyPrompt } from "./prompt/empty-prompt.ts";
import { promptEmptyList } from "./prompt/prompt-empty-list.ts";
import { promptMixedList } from "./prompt/prompt-mixed-list.ts";
import { promptOfASeparator } from "./prompt/prompt-of-a-separator.ts";
import { promptRequired } from "./prompt/prompt-required.ts";
import { promptType } from "./prompt/prompt-type.ts";
import { promptWithoutTokens } from "./prompt/prompt-without-tokens.ts";
import { promptWrongToken } from "./prompt/prompt-wrong-token.ts";
import { textNotWellFormed } from "./prompt/text-not-well-formed.ts";
import { textPrompt } from "./prompt/text-prompt.ts";
import { textPrompts } from "./prompt/text-prompts.ts";
import { tokenPrompt } from "./prompt/token-prompt.ts";
import { tokenPrompts } from "./prompt/token-prompts.ts";
import { clientLeaves } from "./regressions/client-leaves.ts";
import { echoKeepsCharacters } from "./regressions/echo-keeps-characters.ts";
import { echoedTextIsScoredAlike } from "./regressions/echoed-text-is-scored-alike.ts";
import { endTokenIsNoText } from "./regressions/end-token-is-no-text.ts";
import { errorEventEndsResponse } from "./regressions/error-event-ends-response.ts";
import { eventHasChoices } from "./regressions/event-has-choices.ts";
import { lastTokenIsStreamed } from "./regressions/last-token-is-streamed.ts";
import { leadingSpaceIsKept } from "./regressions/leading-space-is-kept.ts";
import { logitBiasRepeatsToken } from "./regressions/logit-bias-repeats-token.ts";
import { logprobsOfEachToken } from "./regressions/logprobs-of-each-token.ts";
import { nullIsDefault } from "./regressions/null-is-default.ts";
import { oneTokenEndsByLength } from "./regressions/one-token-ends-by-length.ts";
import { promptIsCountedOnce } from "./regressions/prompt-is-counted-once.ts";
import { promptIsNoChat } from "./regressions/prompt-is-no-chat.ts";
import { requestsAtOnce } from "./regressions/requests-at-once.ts";
import { spaceBeforeStop } from "./regressions/space-before-stop.ts";
import { stopAcrossEvents } from "./regressions/stop-across-events.ts";
import { stopAlmostMet } from "./regressions/stop-almost-met.ts";
import { stopInPrompt } from "./regressions/stop-in-prompt.ts";
import { stopInsideToken } from "./regressions/stop-inside-token.ts";
import { stopOfEachChoice } from "./regressions/stop-of-each-choice.ts";
import { streamCountsLikeJson } from "./regressions/stream-counts-like-json.ts";
import { streamEndsAfterDone } from "./regressions/stream-ends-after-done.ts";
import { streamedCharactersAreWhole } from "./regressions/streamed-characters-are-whole.ts";
import { usageOfRepeatedPrompt } from "./regressions/usage-of-repeated-prompt.ts";
import { chunkShape } from "./stream/chunk-shape.ts";
import { lastEventIsComplete } from "./stream/last-event-is-complete.ts";
import { streamComments } from "./stream/stream-comments.ts";
import { streamDataOnly } from "./stream/stream-data-only.ts";
import { streamEqualsJson } from "./stream/stream-equals-json.ts";
import { streamErrorEvent } from "./stream/stream-error-event.ts";
import { streamGrammar } from "./stream/stream-grammar.ts";
import { streamMediaType } from "./stream/stream-media-type.ts";
import { streamOfTokensEqualsJson } from "./stream/stream-of-tokens-equals-json.ts";
import { streamRefused } from "./stream/stream-refused.ts";

/** Returns the cases of one face of the API, by topic. */
export function casesOf(face: FaceName): ContractCase[] {
  return contractCases.filter(({ faces = [defaultFace] }) => faces.includes(face));
}

/** The cases of both faces, by topic. */
export const contractCases: readonly ContractCase[] = [
  tokenMissing,
  tokenOfEntra,
  tokenSchemeCase,
  tokenScheme,
  tokenUnknown,
  completionIdentity,
  completionShape,
  jsonBeginsAtOnce,
  systemFingerprint,
  usage,
  usageCountsNoCharacters,
  usageOfPrompts,
  bodyMissing,
  bodyTooLarge,
  bodyType,
  contentFiltered,
  contentType,
  contextLength,
  detailValueCut,
  errorCodeHeader,
  headersTooLarge,
  invalidJson,
  invalidUtf8,
  nestedDeeply,
  notFoundShape,
  notHttp,
  otherErrorShape,
  prototypeKeys,
  rateLimited,
  retryAfterOf503,
  serverFailures,
  unknownMethod,
  unknownRoute,
  unprocessableShape,
  ...examplePairs,
  apiVersionForm,
  apiVersionRequired,
  deploymentEmpty,
  deploymentKnown,
  deploymentUnknown,
  extraNeverOverrides,
  extraParametersDefault,
  extraParametersDrop,
  extraParametersError,
  extraParametersIgnore,
  extraParametersPassThrough,
  extraParametersUnknownPolicy,
  responseHeaders,
  requestIdsDiffer,
  frequencyPenaltyBounds,
  frequencyPenaltyEffect,
  lengthMeansMaxTokens,
  maxTokensBound,
  maxTokensDefault,
  maxTokensMinimum,
  parameterDefaults,
  presencePenaltyBounds,
  presencePenaltyEffect,
  seedBounds,
  seedRepeats,
  stopEndsText,
  stopForm,
  streamType,
  temperatureBounds,
  temperatureZeroIsGreedy,
  topPBounds,
  topPZeroIsGreedy,
  choicesInPromptOrder,
  emptyPrompt,
  promptEmptyList,
  promptMixedList,
  promptOfASeparator,
  promptRequired,
  promptType,
  promptWithoutTokens,
  promptWrongToken,
  textNotWellFormed,
  textPrompt,
  textPrompts,
  tokenPrompt,
  tokenPrompts,
  chunkShape,
  streamComments,
  streamDataOnly,
  lastEventIsComplete,
  streamEqualsJson,
  streamErrorEvent,
  streamGrammar,
  streamMediaType,
  streamOfTokensEqualsJson,
  streamRefused,
  bestOfBounds,
  bestOfNotStreamed,
  bestOfReturnsLikeliest,
  choicesDiffer,
  choicesOfEachPrompt,
  echoBeginsText,
  echoOfEachPrompt,
  echoOfTokens,
  echoType,
  errorShape,
  greedyIsLikeliest,
  logitBiasBounds,
  logitBiasEffect,
  logitBiasExcludes,
  logprobsBounds,
  logprobsShape,
  modelDescribed,
  modelForm,
  modelSelectsDeployment,
  modelUnknown,
  modelsListed,
  nBounds,
  openAIParameterDefaults,
  streamLogprobsEqualJson,
  streamedMaxTokensBound,
  streamedLogitBias,
  streamOptionsNeedStream,
  streamUsageWhenAsked,
  suffixAccepted,
  unknownParametersRefused,
  userAccepted,
  zeroTokensNeedEcho,
  clientLeaves,
  echoKeepsCharacters,
  echoedTextIsScoredAlike,
  endTokenIsNoText,
  errorEventEndsResponse,
  eventHasChoices,
  lastTokenIsStreamed,
  leadingSpaceIsKept,
  logitBiasRepeatsToken,
  logprobsOfEachToken,
  nullIsDefault,
  oneTokenEndsByLength,
  promptIsCountedOnce,
  promptIsNoChat,
  requestsAtOnce,
  spaceBeforeStop,
  stopAcrossEvents,
  stopAlmostMet,
  stopInPrompt,
  stopInsideToken,
  stopOfEachChoice,
  streamCountsLikeJson,
  streamEndsAfterDone,
  streamedCharactersAreWhole,
  usageOfRepeatedPrompt,
];
