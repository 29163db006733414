type Check = (value: unknown) => boolean;

/** Checks for an object with these properties and no others. */
function object(required: Record<string, Check>, optional: Record<string, Check> = {}): Check {
  return (value) =>
    typeof value === "object" &&
    value !== null &&
    Object.keys(required).every((name) => name in value) &&
    Object.entries(value).every(
      ([name, property]) => (required[name] ?? optional[name])?.(property) === true,
    );
}

function listOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check);
}

function oneOf(...checks: readonly Check[]): Check {
  return (value) => checks.some((check) => check(value));
}

function text(pattern: RegExp): Check {
  return (value) => typeof value === "string" && pattern.test(value);
}

const count: Check = (value) => Number.isSafeInteger(value) && Number(value) > 0;
const name = text(/^[a-z0-9]+(-[a-z0-9]+)*$/);
const eventName = oneOf(name, text(/^\[DONE\]$/));
const flatPart = oneOf(text(/./s), object({ json: name }));
const repeated = object({ repeat: listOf(flatPart), times: count });
const part = oneOf(flatPart, object({ hex: text(/^([0-9a-f]{2})+$/) }), repeated);
const outcome = {
  events: listOf(oneOf(eventName, object({ repeat: listOf(eventName), times: count }))),
  end: text(/^(done|error|truncated|malformed-event|event-too-long)$/),
};

/** Checks for a case in the format of the suite's README, without other properties. */
export const isSseCase: Check = object({
  name,
  about: text(/^[^a-z].*\.$/),
  body: listOf(part),
  cut: listOf(oneOf(text(/^every$/), count)),
  expect: object(outcome, { after: object(outcome) }),
});
