const parts = (version: string): readonly [numbers: readonly number[], suffix: string] => {
  const [core = "", ...suffix] = version.split(/[-+]/);
  return [core.split(".").map((part) => Number.parseInt(part, 10) || 0), suffix.join("-")];
};

/** Whether version `a` is older than `b`. Versions go only upwards, so what is not older is never replaced. */
export const isOlder = (a: string, b: string): boolean => {
  const [left, leftSuffix] = parts(a);
  const [right, rightSuffix] = parts(b);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  // 1.0.0-beta comes before 1.0.0; of two such, the text decides.
  if (leftSuffix === "" || rightSuffix === "") return leftSuffix !== "" && rightSuffix === "";
  return leftSuffix < rightSuffix;
};
