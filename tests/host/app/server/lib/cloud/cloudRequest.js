import { serverFetch as fetch } from '@rocket.chat/server-fetch';
import { CloudWorkspaceConnectionError } from '/lib/errors/CloudWorkspaceConnectionError';

/**
 * One call of the cloud.
 *
 * @param {string} url
 * @param {object} options of the request; `token` becomes the bearer
 * @returns {Promise<*>} the answer's JSON
 * @throws {CloudWorkspaceConnectionError} for a status of 400 and more
 */
export async function cloudRequest(url, { token, headers, ...options }) {
  const response = await fetch(url, {
    ...options, headers: { ...headers, ...(token ? { Authorization: `Bearer ${token}` } : {}) },
  });
  if (response.ok) {
    return response.json();
  }
  let reason = response.statusText;
  try {
    reason = (await response.json()).error;
  } catch (error) {
    // A body that is no JSON hides the cloud's own code; the status line has to do.
  }
  throw new CloudWorkspaceConnectionError(`Failed to connect to Rocket.Chat Cloud: ${reason}`);
}
