/** Traefik's answer (Go's, in fact) when no router wants the request: it never came to the application. */
export function isEdgesOwn({ status, body }: { readonly status: number; readonly body: string }): boolean {
  return status === 404 && body.trim() === '404 page not found';
}
