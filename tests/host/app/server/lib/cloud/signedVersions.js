import { getCachedSupportedVersionsToken } from '/app/cloud/server/functions/supportedVersionsToken/supportedVersionsToken';

export const signedVersions = () => getCachedSupportedVersionsToken();
