// Vitest's own declarations need the latest compilers.
export { expectTypeOf } from "expect-type";
export declare function test(name: string, body: () => unknown): void;
