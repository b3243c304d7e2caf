/** Goes from page to page as a browser would, one step at a time, with the cookies each host gave. */
export const createCookieBrowser = () => {
  const jars = new Map<string, Map<string, string>>()
  const jarOf = (url: URL) => {
    const jar = jars.get(url.host) ?? new Map<string, string>()
    jars.set(url.host, jar)
    return jar
  }
  const step = async (address: string, init: RequestInit = {}): Promise<{ answer: Response; next: string | null }> => {
    const url = new URL(address)
    const jar = jarOf(url)
    const headers = new Headers(init.headers)
    headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '))
    const answer = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ')
      const [name = '', ...value] = pair.split('=')
      if (attributes.includes('Max-Age=0') || value.join('') === '') jar.delete(name)
      else jar.set(name, value.join('='))
    }
    const location = answer.headers.get('location')
    return { answer, next: location === null ? null : new URL(location, url).href }
  }
  return {
    step,
    cookies: (address: string) => [...jarOf(new URL(address))].map(([name, value]) => `${name}=${value}`).join('; '),
  }
}
export type CookieBrowser = ReturnType<typeof createCookieBrowser>
