export const unauthorized = (error = 'unauthorized') => ({
  statusCode: 401, body: { success: false, error },
});

/** The router is put together once; a route that comes later is kept and never asked. */
export const servesLateRoutes = false;
export const typedRoutes = true;

export function unknownRoute(request, response) {
  response.writeHead(404, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ success: false, error: 'Resource not found' }));
}
