import { useEffect } from 'preact/hooks';
import { Alarms } from './alarms.tsx';
import { ChartPanel } from './chart-panel.tsx';
import { Controls } from './controls.tsx';
import { Header, Trouble } from './header.tsx';
import { takeKey } from './keys.ts';
import { KeysButton, KeysList } from './keys-list.tsx';
import { Log } from './log.tsx';
import { PlaceStrip } from './place-strip.tsx';
import { Plots } from './plots.tsx';
import { StatelyButton } from './stately-button.tsx';

export const App = () => {
  useEffect(() => {
    const key = (event: KeyboardEvent): void => {
      if (takeKey(event)) event.preventDefault();
    };
    window.addEventListener('keydown', key);
    return () => window.removeEventListener('keydown', key);
  }, []);
  return (
    <>
      <Header />
      <Alarms />
      <Trouble />
      <PlaceStrip />
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
        person. <StatelyButton /> <KeysButton />
      </footer>
      <KeysList />
    </>
  );
};
