/** Releases 6 and 7 hand dates on as the text they came in, and who takes them makes dates. */
export const dateOf = (value) => value;
export const takenDate = (value) => new Date(value);
