/** Tests whether a key of `responses` stands for errors: a status from 400 up, `4XX`, `5XX` or `default`. */
export function isErrorStatus(key: string | number): boolean {
  return key === "default" || /^[45]/.test(String(key));
}
