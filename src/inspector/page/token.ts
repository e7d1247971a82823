/** The token of the printed address, which a reload finds again. */
export const token = (): string => {
  const given = new URLSearchParams(location.search).get('token');
  if (given !== null) sessionStorage.setItem('islet-token', given);
  return given ?? sessionStorage.getItem('islet-token') ?? '';
};
