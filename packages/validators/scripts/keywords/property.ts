import { _, type Code, type KeywordCxt, type Name } from "ajv";

/** The condition that an object has the property as its own, not from a prototype. */
export function hasOwn(object: Name, name: string, value: Code = _`${object}[${name}]`): Code {
  return _`${value} !== undefined && Object.hasOwn(${object}, ${name})`;
}

/** Reports a fault of a property or an item of the value, rather than of the value itself. */
export function reportAt(cxt: KeywordCxt, key: string): void {
  // ajv's declarations ask for code here, but what it takes is a key.
  cxt.error(false, undefined, { instancePath: key as unknown as Code });
}
