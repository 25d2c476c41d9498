export const unauthorized = (error = 'unauthorized') => ({
  statusCode: 401, body: { success: false, error },
});

/** Routes are served from the moment they are added; what is no route is the page's. */
export const servesLateRoutes = true;
export const typedRoutes = false;

export function unknownRoute(request, response, next) {
  next();
}
