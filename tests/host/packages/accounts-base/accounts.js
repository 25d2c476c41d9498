'use strict';

const { Meteor } = require('meteor/meteor');
const { MongoInternals } = require('meteor/mongo');
const { Random } = require('meteor/random');
const { hashLoginToken, matches, protect } = require('./passwords');

const TOKEN_LIFE_MS = 90 * 24 * 3600 * 1000;

const users = () => MongoInternals.defaultRemoteCollectionDriver().mongo.db.collection('users');

/** @returns {Promise<object|null>} the user to whom an unexpired login token belongs */
async function userByToken(token) {
  const hashed = hashLoginToken(String(token));
  const user = await users().findOne({ 'services.resume.loginTokens.hashedToken': hashed });
  const entry = user && user.services.resume.loginTokens.find((t) => t.hashedToken === hashed);
  return entry && Date.now() - new Date(entry.when).getTime() < TOKEN_LIFE_MS ? user : null;
}

async function userByPassword({ username, email }, password) {
  const selector = username ? { username } : { 'emails.address': email };
  const user = (username || email) ? await users().findOne(selector) : null;
  if (!user || !password || !matches(password, user.services.password.protected)) {
    throw new Meteor.Error(403, 'User not found or incorrect password');
  }
  return user;
}

async function createLoginToken(userId) {
  const token = Random.secret();
  const entry = { when: new Date(), hashedToken: hashLoginToken(token) };
  await users().updateOne({ _id: userId }, { $push: { 'services.resume.loginTokens': entry } });
  return { token, tokenExpires: new Date(entry.when.getTime() + TOKEN_LIFE_MS) };
}

/**
 * Logs a user in.
 *
 * @param {{user?: object, password?: string|object, resume?: string}} credentials
 * @returns {Promise<{id: string, token: string, tokenExpires: Date, type: string}>}
 * @throws {Meteor.Error} 403 when nobody has these credentials
 */
async function login({ user, password, resume }) {
  if (resume) {
    const owner = await userByToken(resume);
    if (!owner) {
      throw new Meteor.Error(403, 'You\'ve been logged out by the server. Please log in again.');
    }
    const tokenExpires = new Date(Date.now() + TOKEN_LIFE_MS);
    return { id: owner._id, token: resume, tokenExpires, type: 'resume' };
  }
  const owner = await userByPassword(user || {}, password);
  return { id: owner._id, ...await createLoginToken(owner._id), type: 'password' };
}

/**
 * @param {{username: string, password: string, name: string, email: string, roles: string[]}} data
 * @returns {Promise<string>} id of the new user
 */
async function createUser({ username, password, name, email, roles }) {
  const user = {
    _id: Random.id(), createdAt: new Date(), username, name, roles, active: true, type: 'user',
    emails: [{ address: email, verified: true }],
    services: { password: { protected: protect(password) }, resume: { loginTokens: [] } },
  };
  await users().insertOne(user);
  return user._id;
}

module.exports = { Accounts: {
  _hashLoginToken: hashLoginToken, login, createUser, userByToken, users,
} };
