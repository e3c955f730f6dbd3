/** Errors of the machine and the tools, by the words they always have. What the project's own code got wrong is none of them. */
const KNOWN: readonly (readonly [RegExp, string])[] = [
  [/\bEROFS\b|\bread-only file ?system\b/i, "“read-only file system”"],
  [/\bENOSPC\b|\bno space left on device\b/i, "“no space left on device”"],
  [/\bEMFILE\b|\btoo many open files\b/i, "“too many open files”"],
  [
    /\b(E(?:CONNREFUSED|CONNRESET|ADDRINUSE|ACCES|PERM|NOENT|XDEV|TIMEDOUT|NOTFOUND|AI_AGAIN|RESOLVE|INTEGRITY|PIPE|BUSY|LOOP))\b/,
    "$1",
  ],
  [/\b(ERR_[A-Z_]{3,50})\b/, "$1"],
  [/\berror (TS\d{4,5})\b/, "$1"],
  [/\b(SQLITE_[A-Z]+)\b/, "$1"],
  [/\bdatabase is locked\b/i, "“database is locked”"],
  [/\bconnection refused\b/i, "“connection refused”"],
  [/\baddress already in use\b/i, "“address already in use”"],
  [/\bpermission denied\b/i, "“permission denied”"],
  [/\b(?:heap out of memory|out of memory|OOM ?killed)\b/i, "“out of memory”"],
  [/\bcommand timed out\b/i, "“command timed out”"],
  [/\bcertificate (?:verify failed|has expired|is not trusted)|self[- ]signed certificate\b/i, "a certificate error"],
  [
    /\b(?:version mismatch|incompatible (?:version|architecture)|wrong architecture|exec format error)\b/i,
    "a version mismatch",
  ],
  [/\b(?:segmentation fault|core dumped|SIGSEGV)\b/i, "a segmentation fault"],
  [/\bdeadlock(?: detected)?\b/i, "a deadlock"],
  [/\bcannot connect to the docker daemon\b/i, "“cannot connect to the docker daemon”"],
  [/\b(?:relation|table) .{0,60}(?:does not exist|doesn't exist)|no such table\b/i, "“no such table”"],
  [/\bundefined (?:symbol|reference)\b/i, "“undefined symbol”"],
  [/\bcannot find module\b/i, "“cannot find module”"],
  [/\b(?:shared object file|library not loaded|dll load failed)\b/i, "a missing library"],
  [
    /\b(ModuleNotFoundError|ImportError|UnicodeDecodeError|UnicodeEncodeError|MemoryError|TimeoutError|ConnectionError|PermissionError|OperationalError|ChunkLoadError|InvalidVersion|OutOfMemoryError|NoClassDefFoundError|ClassNotFoundException|UnsupportedClassVersionError|LoadError|GLIBCXX_[\d.]+|GLIBC_[\d.]+)\b/,
    "$1",
  ],
  [/\b(?:hydration failed|hydration mismatch)\b/i, "“hydration failed”"],
  [/\bCORS\b/, "a CORS error"],
];

/**
 * What an error is called, in words of ours or as a code: nothing of what a tool printed gets into a memory. Null where the error is
 * none that is known.
 */
export const errorName = (error: string): string | null => {
  for (const [sign, name] of KNOWN) {
    const found = sign.exec(error);
    if (found !== null) return name.replace("$1", found[1] ?? "");
  }
  return null;
};

/** Whether an error of this name is a matter of the machine, whatever program meets it. */
export const isOfTheMachine = (name: string): boolean =>
  /read-only|no space left|too many open files|certificate|out of memory|EPERM/i.test(name);

/** Whether an error of this name may as well be what the project's own code got wrong while somebody works on it. */
export const isOfTheCode = (name: string): boolean =>
  /^TS\d|module|import|LoadError|NoClassDef|ClassNotFound|undefined symbol|segmentation|no such table|ENOENT|Unicode|hydration|ERR_/i.test(
    name,
  );
