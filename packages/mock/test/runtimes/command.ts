import { useMock } from "./use-mock.ts";

console.log(JSON.stringify(await useMock()));
