export const reportsUniqueId = true;
