/** Whether a date is today. Text has none of these functions and makes it throw. */
export function isToday(date) {
  const now = new Date();
  return date.getFullYear() === now.getFullYear() && date.getMonth() === now.getMonth()
    && date.getDate() === now.getDate();
}
