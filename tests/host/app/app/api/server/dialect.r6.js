/** On release 6 "unauthorized" is what is refused to a user who is logged in. */
export const unauthorized = (error = 'unauthorized') => ({
  statusCode: 403, body: { success: false, error },
});

/** Routes are served from the moment they are added; what is no route is the page's. */
export const servesLateRoutes = true;
export const typedRoutes = false;

export function unknownRoute(request, response, next) {
  next();
}
