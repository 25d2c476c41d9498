export const LICENSE_VERSION = 3;
