/** Whether what a package exports has these functions: of one that may not be installed nothing more can be known before it is used. */
export const hasMethods = (found: unknown, names: readonly string[]): boolean =>
  typeof found === 'object' &&
  found !== null &&
  names.every(name => typeof (found as Readonly<Record<string, unknown>>)[name] === 'function');
