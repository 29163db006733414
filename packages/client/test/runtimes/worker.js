import { smoke } from "./smoke.js";

export default {
  async test(_controller, { BASE_URL }) {
    console.log(JSON.stringify(await smoke(BASE_URL)));
  },
};
