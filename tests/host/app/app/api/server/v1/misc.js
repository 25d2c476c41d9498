import { Users } from '@rocket.chat/models';
import { Accounts } from 'meteor/accounts-base';
import { check } from 'meteor/check';
import { DDPServer } from 'meteor/ddp-server';
import { EJSON } from 'meteor/ejson';
import { Meteor } from 'meteor/meteor';
import { signedVersions } from '/server/lib/cloud/signedVersions';
import { Info } from '../../../utils/rocketchat.info';
import { API } from '../api';

const describe = ({ _id, username, name, emails, roles, active }) => ({
  _id, username, name, emails, roles, active, email: emails[0].address, success: true,
});

async function info() {
  const signed = await signedVersions();
  const version = this.userId ? Info.version : Info.version.replace(/\.\d+$/, '');
  return API.v1.success({
    version,
    ...(this.userId ? { info: Info } : {}),
    ...(signed ? { supportedVersions: { signed } } : {}),
    minimumClientVersions: { desktop: '3.9.6', mobile: '4.39.0' },
  });
}

API.default.addRoute('info', { authRequired: false, rateLimiterOptions: false }, { get: info });
API.v1.addRoute('info', { authRequired: false, rateLimiterOptions: false }, { get: info });

API.v1.addRoute('login', { authRequired: false, rateLimiterOptions: false }, {
  async post() {
    const { user, username, email, password, resume } = this.bodyParams;
    const selector = user && user.includes('@')
      ? { email: user } : { username: user || username, email };
    try {
      const login = await Accounts.login({ user: selector, password, resume });
      const me = describe(await Users.findOneById(login.id));
      const data = { userId: login.id, authToken: login.token, me };
      return { statusCode: 200, body: { status: 'success', data } };
    } catch (error) {
      const message = error.reason || 'Unauthorized';
      return { statusCode: 401, body: { status: 'error', error: 'Unauthorized', message } };
    }
  },
});

API.v1.addRoute('logout', { authRequired: true }, {
  async post() {
    const hashedToken = Accounts._hashLoginToken(this.token);
    await Users.updateOne({ _id: this.userId },
      { $pull: { 'services.resume.loginTokens': { hashedToken } } });
    const data = { message: 'You\'ve been logged out!' };
    return { statusCode: 200, body: { status: 'success', data } };
  },
});

API.v1.addRoute('me', { authRequired: true, rateLimiterOptions: false }, {
  async get() {
    return API.v1.success(describe(this.user));
  },
});

async function callMethod() {
  check(this.bodyParams, { message: String });
  const { method, params = [], id } = EJSON.parse(this.bodyParams.message);
  const answer = (outcome) => ({ message: EJSON.stringify({ msg: 'result', id, ...outcome }) });
  try {
    return API.v1.success(answer({ result: await Meteor.callAsync(method, ...params) }));
  } catch (error) {
    return API.v1.failure(answer({ error: DDPServer.clientError(error, method) }));
  }
}

API.v1.addRoute('method.call/:method', { authRequired: true, rateLimiterOptions: false },
  { post: callMethod });
API.v1.addRoute('method.callAnon/:method', { authRequired: false, rateLimiterOptions: false },
  { post: callMethod });
