export const statusNeedsRole = false;
