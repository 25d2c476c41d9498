/** Release 8 makes dates of what comes, and who takes them expects no less. */
export const dateOf = (value) => (value === undefined ? value : new Date(value));
export const takenDate = (value) => value;
