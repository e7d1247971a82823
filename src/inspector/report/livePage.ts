import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { FILE_RUN, type FileRun } from '../page/file-run.ts';
import { escaped } from './svg.ts';

/** The built page as text: one script and one style sheet. */
export type BuiltPage = { readonly script: string; readonly style: string };

/**
 * The page itself with a run in it, as one file: chart, plots and time travel without a server. Its policy admits its own script and
 * style by their hashes, and nothing else: it asks nobody for anything.
 */
export const livePage = (title: string, { script, style }: BuiltPage, held: FileRun): string => {
  // Within a script element its own end may stand nowhere else.
  const [code, words] = [
    script.replaceAll('</script', '<\\/script'),
    style.replaceAll('</style', '<\\/style'),
  ];
  const run = gzipSync(JSON.stringify(held), { level: 9 }).toString('base64');
  const policy = `default-src 'none'; script-src '${hashOf(code)}'; style-src '${hashOf(words)}'; img-src data:; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<meta http-equiv="Content-Security-Policy" content="${policy}"/>
<title>${escaped(title)}</title>
<style>${words}</style>
</head>
<body>
<div id="page"></div>
<script type="application/octet-stream" id="${FILE_RUN}">${run}</script>
<script type="module">${code}</script>
</body>
</html>
`;
};

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;
