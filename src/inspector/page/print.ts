/** Paper is light, and as wide as paper is: while it is printed, so is the page, with its plots drawn anew. Called once. */
export const printLight = (): void => {
  const { dataset } = document.documentElement;
  let before: string | undefined;
  const turn = (theme: string | undefined, isPaper: boolean): void => {
    if (isPaper) dataset.paper = '';
    else delete dataset.paper;
    if (theme === undefined) delete dataset.theme;
    else dataset.theme = theme;
    window.dispatchEvent(new Event('islet-theme'));
  };
  window.addEventListener('beforeprint', () => {
    before = dataset.theme;
    turn('light', true);
  });
  window.addEventListener('afterprint', () => turn(before, false));
};
