import crypto from 'crypto';

/** @returns {string} id that a workspace has from its first start on */
export const newUniqueId = () => (
  process.env.DEPLOYMENT_ID || crypto.randomBytes(16).toString('hex')
);
