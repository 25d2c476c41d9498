import { serverFetch as fetch } from '@rocket.chat/server-fetch';

/**
 * One call of the cloud.
 *
 * @param {string} url
 * @param {object} options of the request; `token` becomes the bearer
 * @returns {Promise<*>} the answer's JSON
 * @throws {Error} for a status of 400 and more; `code` is the cloud's own, when it says one
 */
export async function cloudRequest(url, { token, headers, ...options }) {
  const response = await fetch(url, {
    ...options, headers: { ...headers, ...(token ? { Authorization: `Bearer ${token}` } : {}) },
  });
  const text = await response.text();
  const data = parse(text);
  if (response.ok) {
    return data;
  }
  throw Object.assign(new Error(`failed [${response.status}] ${text}`), {
    code: data && data.error,
  });
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    return null;
  }
}
