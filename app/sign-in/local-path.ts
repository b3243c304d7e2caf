/** Where to go after sign-in: a path of this site, never another site. */
export const localPath = (next: string | string[] | undefined): string => {
  if (typeof next !== 'string' || !next.startsWith('/')) return '/floor'
  try {
    const url = new URL(next, 'http://local.invalid')
    return url.host === 'local.invalid' ? `${url.pathname}${url.search}` : '/floor'
  } catch {
    return '/floor'
  }
}
