import { useEffect } from 'preact/hooks';
import { Alarms } from './alarms.tsx';
import { ChartPanel } from './chart-panel.tsx';
import { Controls } from './controls.tsx';
import { Header, Trouble } from './header.tsx';
import { Log } from './log.tsx';
import { Plots } from './plots.tsx';
import { StatelyButton } from './stately-button.tsx';
import { selected, stepFrame } from './store.ts';
import { backToNow } from './timeline.ts';

export const App = () => {
  useEffect(() => {
    const key = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
      if (isTyping || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === 'ArrowLeft') stepFrame(-1);
      else if (event.key === 'ArrowRight') stepFrame(1);
      else if (event.key === 'Escape') {
        selected.value = null;
        backToNow();
      } else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', key);
    return () => window.removeEventListener('keydown', key);
  }, []);
  return (
    <>
      <Header />
      <Alarms />
      <Trouble />
      <main>
        <div class="left">
          <ChartPanel />
          <Log />
        </div>
        <div class="right">
          <Controls />
          <Plots />
        </div>
      </main>
      <footer>
        A research and engineering tool, not a cleared medical device: nothing here may be used to treat a
        person. <StatelyButton />
      </footer>
    </>
  );
};
