export const supportedVersions = {
  signed: 'signed-at-build',
  timestamp: '2024-01-01T00:00:00.000Z',
  messages: [],
  versions: [],
};
