import { render } from 'preact';
import 'uplot/dist/uPlot.min.css';
import { App } from './app.tsx';
import { drawInDetail } from './detail.ts';
import { followAddress } from './place.ts';
import { printLight } from './print.ts';
import type { RunSource } from './run-source.ts';
import { connect } from './store.ts';
import './styles/tokens.css';
import './styles/page.css';
import './styles/controls.css';
import './styles/drawers.css';
import './styles/settings.css';
import './styles/send.css';
import './styles/faults.css';
import './styles/insight.css';
import './styles/time.css';
import './styles/export.css';
import './styles/plots.css';
import './styles/chart.css';
import './styles/drawing.css';
import './styles/live.css';
import './styles/cover.css';
import './styles/details.css';
import './styles/alarms.css';
import './styles/keys.css';
import './styles/screens.css';

/** Draws the page into its element, and follows a run. Called once. */
export const begin = (source: RunSource): void => {
  const root = document.getElementById('page');
  if (!root) throw new Error('index.html has no element with the id "page"');
  render(<App />, root);
  followAddress();
  printLight();
  void connect(source);
  drawInDetail(source);
};
