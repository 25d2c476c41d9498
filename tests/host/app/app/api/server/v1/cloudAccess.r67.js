/** Releases 6 and 7 ask for the role, not for the permission. */
export const statusNeedsRole = true;
