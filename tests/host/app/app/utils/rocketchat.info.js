export const Info = {
  version: '@version',
  build: { date: '2025-01-01T00:00:00.000Z', platform: 'linux', arch: 'x64' },
  marketplaceApiVersion: '1.0.0',
  commit: { hash: '0000000000000000000000000000000000000000', tag: '@version' },
};

export const minimumClientVersions = { desktop: '3.9.6', mobile: '4.39.0' };

export { Info as default };
