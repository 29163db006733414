export type {
  BodyPiece,
  RecordedExchange,
  RecordedRequest,
  RecordedResponse,
} from "@completions-api/protocol/recorded";
export type { BudgetOptions } from "./budget.ts";
export { casesOf, contractCases } from "./cases/index.ts";
export { checkResponse } from "./check-response.ts";
export { type CollectOptions, collectRun } from "./collect-run.ts";
export type {
  CaseRequest,
  ContractCase,
  Exchange,
  ExchangeCase,
  Expectation,
  ExpectedError,
  HttpCase,
  InterruptedStream,
  Level,
  ReceivedCompletion,
  ReceivedError,
  ReceivedResponse,
  Source,
} from "./contract-case.ts";
export { Inconclusive } from "./contract-case.ts";
export { type RunOptions, UnreachableTarget } from "./contract-run.ts";
export { ContractViolation } from "./contract-violation.ts";
export { type FaceName, faceNames } from "./faces/face.ts";
export {
  type FailedResult,
  type FuzzFailure,
  type FuzzOptions,
  type FuzzProgress,
  type FuzzResult,
  fuzz,
} from "./fuzz/fuzz.ts";
export { writeReport } from "./reports/write-report.ts";
export {
  type CaseResult,
  type Counts,
  countDecided,
  countOutcomes,
  type Failure,
  type FoundCapability,
  type Outcome,
  type RunResult,
  type Warning,
} from "./results.ts";
export { type ContractOptions, runContract } from "./run-contract.ts";
export type { Pointer } from "./spec-elements/json-pointer.ts";
export { listSpecElements } from "./spec-elements/list-spec-elements.ts";
export { suiteOf } from "./suite.ts";
export { type Capability, type CaseTarget, capabilities, type Target } from "./target.ts";
