/** Paper is light: while it is printed, so is the page, with its plots. Called once. */
export const printLight = (): void => {
  const { dataset } = document.documentElement;
  let before: string | undefined;
  const turn = (theme: string | undefined): void => {
    if (theme === undefined) delete dataset.theme;
    else dataset.theme = theme;
    window.dispatchEvent(new Event('islet-theme'));
  };
  window.addEventListener('beforeprint', () => {
    before = dataset.theme;
    turn('light');
  });
  window.addEventListener('afterprint', () => turn(before));
};
