/** Whether a date, given as text, is today. */
export const isToday = (value) => new Date(value).toDateString() === new Date().toDateString();
