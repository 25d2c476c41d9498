import { Accounts } from 'meteor/accounts-base';
import { DDP, DDPCommon } from 'meteor/ddp-server';
import { Meteor } from 'meteor/meteor';
import { Random } from 'meteor/random';
import { checkCodeForUser } from '../../2fa/server/code';
import { hasAllPermissionAsync } from '../../authorization/server/functions/hasPermission';
import { unauthorized } from './dialect';
import { RateLimiter } from './rateLimiter';
import { results } from './results';

const DEFAULT_LIMIT = { numRequestsAllowed: 10, intervalTimeInMS: 60000 };

/** One method of one path: who may call it, how often, and what it does. */
export class Route {
  constructor(method, options, action) {
    this.method = method;
    this.options = options;
    this.action = action;
    const limit = options.rateLimiterOptions;
    this.limiter = limit === false ? null : new RateLimiter({ ...DEFAULT_LIMIT, ...limit });
  }

  /**
   * @param {object} request parsed: headers, urlParams, queryParams, bodyParams, requestIp
   * @returns {Promise<{statusCode: number, body: *}>}
   */
  async answer(request) {
    const user = await authenticate(request.headers);
    if (this.options.authRequired && !user) {
      const message = 'You must be logged in to do this.';
      return { statusCode: 401, body: { success: false, status: 'error', message } };
    }
    const context = { ...request, user, userId: user ? user._id : null,
      token: user ? request.headers['x-auth-token'] : undefined, logger: console };
    try {
      if (this.limiter) {
        this.limiter.count(`${request.requestIp}/${context.userId}`);
      }
      await this.checkPermissions(context.userId);
      await this.checkSecondFactor(context);
      return await this.run(context);
    } catch (error) {
      return refusal(error);
    }
  }

  async checkPermissions(userId) {
    const wanted = this.options.permissionsRequired;
    if (!wanted) {
      return;
    }
    const forMethod = Array.isArray(wanted) ? wanted : (wanted[this.method] || wanted['*'] || []);
    const permissions = Array.isArray(forMethod) ? forMethod : forMethod.permissions;
    if (!await hasAllPermissionAsync(userId, permissions)) {
      throw new Meteor.Error('error-forbidden',
        'User does not have the permissions required for this action');
    }
  }

  async checkSecondFactor({ userId, headers }) {
    if (this.options.twoFactorRequired) {
      await checkCodeForUser({ user: userId, code: headers['x-2fa-code'] });
    }
  }

  async run(context) {
    const invocation = new DDPCommon.MethodInvocation({
      userId: context.userId,
      connection: {
        id: Random.id(), clientAddress: context.requestIp, httpHeaders: {}, close() {},
      },
    });
    const result = await DDP._CurrentInvocation.withValue(invocation,
      () => this.action.call(context));
    if (!result) {
      throw new Error(`The route answered nothing: ${context.path}`);
    }
    return result;
  }
}

async function authenticate(headers) {
  const token = headers['x-auth-token'];
  const userId = headers['x-user-id'];
  if (!token || !userId) {
    return null;
  }
  const user = await Accounts.userByToken(token);
  return user && user._id === userId ? user : null;
}

function refusal(error) {
  const message = typeof error === 'string' ? error : error.message;
  switch (error.error) {
    case 'error-too-many-requests':
      return results.tooManyRequests(message);
    case 'error-forbidden':
      return results.forbidden(message);
    case 'error-unauthorized':
      return unauthorized(message);
    default:
      return results.failure(message, error.error, undefined, error);
  }
}
