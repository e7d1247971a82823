/**
 * The token of the printed address. The browser keeps it for that address, so that a reload finds it again, and a link to a
 * moment need not hold it (decision 0053).
 */
export const token = (): string => {
  const given = new URLSearchParams(location.search).get('token');
  if (given !== null) localStorage.setItem('islet-token', given);
  return given ?? localStorage.getItem('islet-token') ?? '';
};
