// Requests to the desk's server.

import { desk } from './rows.js';

/** The token against forged requests: from the cookie, because it changes when somebody logs in anew. */
function token() {
  const found = document.cookie.split('; ').find((cookie) => cookie.startsWith(`${desk.dataset.csrfCookie}=`));
  return found ? found.slice(found.indexOf('=') + 1) : desk.querySelector('[name="csrfmiddlewaretoken"]').value;
}

/** Post values as JSON; the answer's status and its JSON, null where it is none. Fails only without a connection. */
export async function post(address, values) {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-CSRFToken': token(), 'X-Requested-With': 'XMLHttpRequest' },
    body: JSON.stringify(values),
  });
  return { ok: response.ok, status: response.status, answer: await response.json().catch(() => null) };
}

/** Get JSON; null where there is none to get. */
export async function get(address) {
  try {
    const response = await fetch(address, { headers: { 'X-Requested-With': 'XMLHttpRequest' } });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
