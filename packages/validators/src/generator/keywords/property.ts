import { _, type Code, type KeywordCxt, type Name } from "ajv";

/** Returns the condition that an object has a property itself and does not inherit it. */
export function hasOwn(object: Name, name: string, value: Code = _`${object}[${name}]`): Code {
  return _`${value} !== undefined && Object.hasOwn(${object}, ${name})`;
}

/** Reports a fault at the path of a property or an item of the value. */
export function reportAt(cxt: KeywordCxt, key: string): void {
  // ajv's types require code here, but it accepts a key.
  cxt.error(false, undefined, { instancePath: key as unknown as Code });
}
