export { contractCases } from "./cases/index.ts";
export { checkAnswer } from "./check-answer.ts";
export type {
  Answer,
  CompletionAnswer,
  CompletionRequest,
  ContractCase,
  ErrorAnswer,
  Exchange,
  ExchangeCase,
  Expectation,
  ExpectedError,
  InterruptedAnswer,
  WireCase,
} from "./contract-case.ts";
export { ContractViolation } from "./contract-violation.ts";
export type { Pointer } from "./elements/json-pointer.ts";
export { listSpecElements } from "./elements/list-spec-elements.ts";
export { type CaseResult, type ContractOptions, runContract, UnreachableTarget } from "./run-contract.ts";
export { type Capability, capabilities, type RunningTarget, type Target } from "./target.ts";
