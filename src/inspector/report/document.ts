import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { escaped } from './svg.ts';

/** The words of a file of styles beside this one. */
export const css = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

const OF_CAMPAIGNS =
  'Virtual patients are not people: these figures compare controllers, and promise nothing.';

/**
 * A whole file: no script, nothing loaded from anywhere, light or dark as the reader's machine is. Colours of the page. Its policy admits its
 * own style by the hash of that, and nothing else.
 */
export const document = (title: string, body: string, more = { css: '', says: OF_CAMPAIGNS }): string => {
  const style = `\n${css('../page/styles/tokens.css')}${css('./report.css')}${more.css}`;
  const hash = createHash('sha256').update(style).digest('base64');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"/>
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
<footer>Islet is a research tool. ${more.says}</footer>
</body>
</html>
`;
};
