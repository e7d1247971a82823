/** Longest text line any of our devices sends; more without an end is noise and is dropped. */
const LONGEST_LINE = 200;

/** Cuts text into lines at LF, whatever the chunks; CR is removed. Bytes above 0x7e count as noise within a line. */
export const lineSplitter = (take: (line: string) => void): ((bytes: Uint8Array) => void) => {
  let line = '';
  return bytes => {
    for (const byte of bytes) {
      if (byte === 0x0a) {
        const complete = line;
        line = '';
        take(complete);
      } else if (byte !== 0x0d) {
        line = line.length < LONGEST_LINE ? line + String.fromCharCode(byte) : '';
      }
    }
  };
};

/** ASCII bytes of a text. */
export const ascii = (text: string): Uint8Array =>
  Uint8Array.from(text, character => character.charCodeAt(0));
