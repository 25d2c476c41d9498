export const supportedVersionsChooseLatest = async (...tokens) => tokens
  .filter((token) => token && token.timestamp)
  .sort((a, b) => new Date(b.timestamp) - new Date(a.timestamp))[0];
