import { render } from 'preact';
import 'uplot/dist/uPlot.min.css';
import { App } from './app.tsx';
import { connect } from './store.ts';
import './styles/tokens.css';
import './styles/page.css';
import './styles/controls.css';
import './styles/drawers.css';
import './styles/settings.css';
import './styles/plots.css';
import './styles/chart.css';
import './styles/details.css';
import './styles/alarms.css';
import './styles/screens.css';

const root = document.getElementById('page');
if (!root) throw new Error('index.html has no element with the id "page"');
render(<App />, root);
void connect();
