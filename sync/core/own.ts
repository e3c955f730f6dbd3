/** What a table has under a name that came from outside: never what every object has ("constructor", "toString"). */
export const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
