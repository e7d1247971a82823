import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';

/** Pictures of the page that are kept, and how like them a new one is. `UPDATE=1` with a test file keeps those of now. */

const GOLDENS = join(import.meta.dirname, 'goldens');
const isRenewed = process.env.UPDATE === '1';

/** The page as it stands still. */
export const pictureOf = (page: Page): Promise<Buffer> =>
  page.screenshot({ animations: 'disabled', caret: 'hide' });

/** The same at half its size: enough to see that something is missing or stands elsewhere, and small in a repository. */
export const halved = async (browser: Browser, picture: Buffer): Promise<Buffer> => {
  const page = await browser.newPage();
  try {
    const small = await page.evaluate(async base64 => {
      const whole = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [Math.round(whole.width / 2), Math.round(whole.height / 2)];
      const brush = canvas.getContext('2d');
      if (brush === null) throw new Error('this browser paints nothing');
      brush.imageSmoothingQuality = 'high';
      brush.drawImage(whole, 0, 0, canvas.width, canvas.height);
      return canvas.toDataURL('image/png').split(',')[1] ?? '';
    }, picture.toString('base64'));
    return Buffer.from(small, 'base64');
  } finally {
    await page.close();
  }
};

/** The picture that is kept under a name; the given one where it is renewed. Throws where there is none. */
export const golden = (name: string, now: Buffer): Buffer => {
  const path = join(GOLDENS, `${name}.png`);
  if (isRenewed) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, now);
  }
  if (!existsSync(path)) throw new Error(`${path} is not kept: run this file with UPDATE=1, and look at it`);
  return readFileSync(path);
};

/** Where a test leaves what it saw beside what was kept, for a person. */
export const keepSeen = (name: string, now: Buffer): string => {
  const path = join(GOLDENS, `${name}.seen.png`);
  writeFileSync(path, now);
  return path;
};

/** Rounds of letters differ between machines; words, boxes and colours do not. */
const BLUR = 2;
const LEAST_DIFFERENCE = 20;
/** Something that has moved by so many of these smaller points is where it was: eight of the screen's pixels. */
const NEAR = 2;

/**
 * Which share of two pictures looks different, from 0 to 1: both are made smaller by two, so that letters become grey, and a point
 * counts where no point close by in the other has its colour within 20 of 255. 1 where their sizes differ. The browser itself reads and paints them.
 */
export const shareApart = async (browser: Browser, one: Buffer, other: Buffer): Promise<number> => {
  const page = await browser.newPage();
  try {
    return await page.evaluate(
      async ({ pictures, blur, least, near }) => {
        const [first, second] = await Promise.all(
          pictures.map(async picture =>
            createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob()),
          ),
        );
        if (!first || !second || first.width !== second.width || first.height !== second.height) return 1;
        const [width, height] = [Math.round(first.width / blur), Math.round(first.height / blur)];
        const pointsOf = (picture: ImageBitmap): Uint8ClampedArray => {
          const brush = new OffscreenCanvas(width, height).getContext('2d');
          if (brush === null) throw new Error('this browser paints nothing');
          brush.imageSmoothingQuality = 'high';
          brush.drawImage(picture, 0, 0, width, height);
          return brush.getImageData(0, 0, width, height).data;
        };
        const [here, there] = [pointsOf(first), pointsOf(second)];
        const isLike = (
          one: Uint8ClampedArray,
          at: number,
          other: Uint8ClampedArray,
          there: number,
        ): boolean =>
          [0, 1, 2].every(part => Math.abs((one[at + part] ?? 0) - (other[there + part] ?? 0)) <= least);
        /** Whether a point of one has its like in the other, there or close by. */
        const isThere = (one: Uint8ClampedArray, x: number, y: number, other: Uint8ClampedArray): boolean => {
          const at = 4 * (y * width + x);
          if (isLike(one, at, other, at)) return true;
          for (let row = Math.max(0, y - near); row <= Math.min(height - 1, y + near); row += 1)
            for (let column = Math.max(0, x - near); column <= Math.min(width - 1, x + near); column += 1)
              if (isLike(one, at, other, 4 * (row * width + column))) return true;
          return false;
        };
        let apart = 0;
        for (let y = 0; y < height; y += 1)
          for (let x = 0; x < width; x += 1)
            if (!isThere(here, x, y, there) || !isThere(there, x, y, here)) apart += 1;
        return apart / (width * height);
      },
      {
        pictures: [one.toString('base64'), other.toString('base64')],
        blur: BLUR,
        least: LEAST_DIFFERENCE,
        near: NEAR,
      },
    );
  } finally {
    await page.close();
  }
};
