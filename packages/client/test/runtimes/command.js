import { smoke } from "./smoke.js";

console.log(JSON.stringify(await smoke(process.env.BASE_URL)));
