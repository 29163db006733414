/**
 * Names the part of a value that a path in its schema leads to, as users write it: "`choices[].text`". Branches of unions
 * have no name of their own. `root` names the value itself.
 */
export function nameOfPath(path: readonly string[], root = "The body"): string {
  let name = "";
  for (let index = 0; index < path.length; index++) {
    const [keyword, key = ""] = [path[index], path[index + 1]];
    switch (keyword) {
      case "properties":
        name += /^[\w$-]+$/u.test(key) ? `${name && "."}${key}` : `[${JSON.stringify(key)}]`;
        index++;
        break;
      case "items":
        name += "[]";
        break;
      case "prefixItems":
        name += `[${key}]`;
        index++;
        break;
      case "additionalProperties":
        name += `${name && "."}*`;
        break;
      default:
        index++;
    }
  }
  return name ? `\`${name}\`` : root;
}
