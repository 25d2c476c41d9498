/** How the pages speak with the server. */

export const session = JSON.parse(localStorage.getItem('session') || 'null');

/** Calls a REST route; answers the body and whether it was accepted. */
export async function call(method, route, body) {
  const credentials = session
    ? { 'X-User-Id': session.userId, 'X-Auth-Token': session.authToken } : {};
  const response = await fetch(`/api/v1/${route}`, {
    method,
    body: body && JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', ...credentials },
  });
  return { ok: response.ok, ...await response.json() };
}

/** Calls a REST route. @throws {Error} with what the server answered instead */
export async function demand(method, route, body) {
  const answer = await call(method, route, body);
  if (!answer.ok) {
    throw new Error(answer.error || answer.message || 'That was refused');
  }
  return answer;
}

/** Calls a DDP method over REST, as the buttons of the real page do. */
export async function callMethod(name, ...params) {
  const message = JSON.stringify({ msg: 'method', id: String(Date.now()), method: name, params });
  const answer = await call('POST', `method.call/${encodeURIComponent(name)}`, { message });
  const { result, error } = answer.message ? JSON.parse(answer.message) : { error: answer };
  if (error) {
    throw new Error(error.reason || error.message || error.error);
  }
  return result;
}

/** @returns {Promise<*>} value of a setting that everybody may see */
export async function publicSetting(id) {
  const { settings: [setting] } = await call('GET', `settings.public?_id=${id}`);
  return setting && setting.value;
}

/** @param {Object<string, *>} values by id */
export function saveSettings(values) {
  return callMethod('saveSettings',
    Object.entries(values).map(([_id, value]) => ({ _id, value })));
}
