import { useMock } from "./use-mock.ts";

export default {
  async test(): Promise<void> {
    console.log(JSON.stringify(await useMock()));
  },
};
