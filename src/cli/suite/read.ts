import { type Suite, suiteSchema } from '../../verify/suites/suite.ts';
import { checkedJson, jsonIn } from '../json.ts';

/** What to do about a suite that cannot be used. */
export const ANEW =
  'Generate it anew with this version of Islet: islet suite MACHINE --criterion NAME --format json --out FILE.';

/** The generated suite in a file, `text` being its content. Throws a Refusal that names line, field, value and remedy. */
export const suiteIn = (path: string, text: string): Suite =>
  checkedJson(path, suiteSchema, jsonIn(path, text, ANEW), ANEW);
