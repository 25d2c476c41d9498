export const dateOf = (value) => (value === undefined ? value : new Date(value));
