const isObject = (value) => value !== null && typeof value === 'object';

const refuse = (statusCode, error) => ({ statusCode, body: { success: false, error } });

/** The answers that a route may give. */
export const results = {
  success(result = {}) {
    return { statusCode: 200, body: isObject(result) ? { ...result, success: true } : result };
  },

  failure(result, errorType, stack, error) {
    if (isObject(result)) {
      return { statusCode: 400, body: { ...result, success: false } };
    }
    const details = error && error.details !== undefined ? { details: error.details } : {};
    return {
      statusCode: 400,
      body: { success: false, error: result, ...(errorType ? { errorType } : {}), ...details },
    };
  },

  notFound: (message = 'Resource not found') => refuse(404, message),
  forbidden: (message = 'unauthorized') => refuse(403, message),
  tooManyRequests: (message = 'Too many requests') => refuse(429, message),
  internalError: (message = 'Internal server error') => refuse(500, message),
};
