// What of package.json and its lockfile a runtime needs. Shared by the installer and by `npm run release`.

/** package.json without what only development needs: `npm ci` then asks for nothing that is not in the runtime's lockfile. */
export const runtimePackage = ({ name, version, description, license, type, engines, bin, dependencies }) => ({
  name,
  version,
  description,
  license,
  type,
  private: true,
  engines,
  bin,
  files: ["dist", "npm-shrinkwrap.json"],
  dependencies: dependencies ?? {},
});

/** The lockfile (version 3) without development dependencies. */
export const runtimeLock = (lock) => {
  if (!(lock.lockfileVersion >= 3)) throw new Error(`the lockfile is of version ${lock.lockfileVersion}, not 3`);
  const packages = Object.entries(lock.packages).filter(([path, entry]) => path !== "" && !entry.dev);
  const { devDependencies: _development, ...root } = lock.packages[""];
  return { ...lock, packages: { "": root, ...Object.fromEntries(packages) } };
};

/** package.json with what a build needs and no more (62 MB of node_modules instead of 209): the compiler and the types. */
export const buildPackage = (manifest) => ({
  ...manifest,
  devDependencies: Object.fromEntries(
    Object.entries(manifest.devDependencies ?? {}).filter(
      ([name]) => name === "typescript" || name.startsWith("@types/"),
    ),
  ),
});

/** Compares versions by their three numbers: is `version` the same as `wanted` or newer? */
export const atLeast = (version, wanted) => {
  const [a, b] = [version, wanted].map((text) => String(text).split(/[-+]/)[0].split(".").map(Number));
  for (const i of [0, 1, 2]) {
    if ((a[i] || 0) !== (b[i] || 0)) return (a[i] || 0) > (b[i] || 0);
  }
  return true;
};
