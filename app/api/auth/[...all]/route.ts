import { toNextJsHandler } from 'better-auth/next-js'
import { getAuth } from '#server/access/auth.ts'

/** Resolved on the first request: importing this file must not open a database. */
const handler = async (request: Request) => {
  const { GET, POST } = toNextJsHandler(await getAuth())
  return request.method === 'POST' ? POST(request) : GET(request)
}

export { handler as GET, handler as POST }
