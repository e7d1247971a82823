/** Lets this process have a defect once a line that matches was written to its stderr. */
export const crashAt = (line: RegExp): void => {
  let isPlanted = false;
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = (text: string | Uint8Array) => {
    if (!isPlanted && line.test(String(text))) {
      isPlanted = true;
      queueMicrotask(() => {
        throw new Error('planted');
      });
    }
    return write(text);
  };
};
