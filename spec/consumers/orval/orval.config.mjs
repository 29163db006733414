// The address of the mock is known only when the harness runs, and the generated functions contain it.
export default {
  api: {
    input: process.env.SPEC,
    output: { target: "generated.ts", client: "fetch", baseUrl: process.env.BASE_URL },
  },
};
