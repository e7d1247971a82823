import { readFileSync } from 'node:fs';
import { escaped } from './svg.ts';

const css = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

/** A whole file: no script, nothing loaded from anywhere, light or dark as the reader's machine is. Colours of the page. */
export const document = (title: string, body: string): string => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
<title>${escaped(title)}</title>
<style>
${css('../page/styles/tokens.css')}${css('./report.css')}</style>
</head>
<body>
${body}
<footer>Islet is a research tool. Virtual patients are not people: these figures compare controllers, and promise nothing.</footer>
</body>
</html>
`;
