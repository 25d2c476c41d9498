import { WebApp } from 'meteor/webapp';
import { servesLateRoutes, typedRoutes, unauthorized, unknownRoute } from './dialect';
import { results } from './results';
import { Route } from './route';

const METHODS = ['get', 'post', 'put', 'delete'];
const BODY_LIMIT = 10 * 1024 * 1024;

/** The routes below one prefix. */
class APIClass {
  constructor(prefix) {
    this.prefix = prefix;
    this.routes = [];
    this.served = this.routes;
    Object.assign(this, results, { unauthorized });
    if (typedRoutes) {
      METHODS.forEach((method) => {
        this[method] = (path, options, action) => {
          this.register(path, method, options, action);
          return this;
        };
      });
    }
  }

  /**
   * @param {string|string[]} paths
   * @param {object} options may be left out
   * @param {Object<string, function|{action: function}>} endpoints by method, in lower case
   */
  addRoute(paths, options, endpoints) {
    const [settled, actions] = endpoints ? [options, endpoints] : [{}, options];
    for (const path of [].concat(paths)) {
      for (const [method, endpoint] of Object.entries(actions)) {
        const { action, ...more } = typeof endpoint === 'function'
          ? { action: endpoint } : endpoint;
        this.register(path, method, { ...settled, ...more }, action);
      }
    }
  }

  register(path, method, options, action) {
    const names = [];
    const pattern = path.replace(/[.]/g, '\\.').replace(/:(\w+)/g, (all, name) => {
      names.push(name);
      return '([^/]+)';
    });
    const route = new Route(method.toUpperCase(), options, action);
    this.routes.push({ pattern: new RegExp(`^${pattern}$`), names, route });
  }

  /** From now on the list is fixed. */
  freeze() {
    this.served = [...this.routes];
  }

  find(method, path) {
    for (const { pattern, names, route } of this.served) {
      const match = route.method === method && pattern.exec(path);
      if (match) {
        const values = names.map((name, i) => [name, decodeURIComponent(match[i + 1])]);
        return { route, urlParams: Object.fromEntries(values) };
      }
    }
    return null;
  }
}

export const API = { v1: new APIClass('/api/v1/'), default: new APIClass('/api/') };

/** Starts serving; on release 8 this is the end of adding. */
export async function startRestAPI() {
  if (!servesLateRoutes) {
    API.v1.freeze();
    API.default.freeze();
  }
  WebApp.connectHandlers.use('/api', handle);
}

async function handle(request, response, next) {
  const url = new URL(request.url, 'http://localhost');
  const api = url.pathname.startsWith(API.v1.prefix) ? API.v1 : API.default;
  const found = api.find(request.method, url.pathname.slice(api.prefix.length));
  if (!found) {
    unknownRoute(request, response, next);
    return;
  }
  const bodyParams = await readBody(request);
  const answer = bodyParams ? await found.route.answer({
    request, path: url.pathname, headers: request.headers, urlParams: found.urlParams, bodyParams,
    queryParams: Object.fromEntries(url.searchParams), requestIp: request.socket.remoteAddress,
  }) : results.failure('Invalid body');
  send(response, answer);
}

function send(response, { statusCode, body, headers }) {
  response.writeHead(statusCode, { 'Content-Type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** Resolves with the parsed body, or with null when it is not JSON or too large. */
function readBody(request) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    let size = 0;
    request.on('error', reject);
    request.on('data', (chunk) => {
      size += chunk.length;
      if (size <= BODY_LIMIT) {
        chunks.push(chunk);
      }
    });
    request.on('end', () => resolve(size > BODY_LIMIT ? null : parse(Buffer.concat(chunks))));
  });
}

function parse(buffer) {
  if (buffer.length === 0) {
    return {};
  }
  try {
    return JSON.parse(buffer.toString('utf8'));
  } catch (error) {
    return null;
  }
}
