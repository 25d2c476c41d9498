/** On the first day of a fresh database the figures of release 7 lack the workspace's id. */
export const reportsUniqueId = false;
