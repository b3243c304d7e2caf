import { createServer, type IncomingMessage } from 'node:http'
import next from 'next'
import { CodedError } from '../errors.ts'
import type { Route } from './create-http.ts'

/** Headers by which parts of the framework talk to each other: from outside they are nobody's word, and are not heard. */
const INTERNAL = /^x-(middleware|nextjs|invoke|matched|now|prerender|action)-/

const forget = ({ headers }: IncomingMessage) => {
  for (const name of Object.keys(headers)) if (INTERNAL.test(name)) delete headers[name]
}

/** The built pages. Throws `CodedError('config')` when there is no build. */
export const openPages = async (dir: string): Promise<{ answer: Route; close(): Promise<void> }> => {
  // Next hangs its own upgrade handler on whatever server it is given: this one never listens.
  const decoy = createServer()
  const app = next({ dev: false, dir, quiet: true, httpServer: decoy })
  try {
    await app.prepare()
  } catch (cause) {
    throw new CodedError('config', 'There is no build of the pages: run npm run build first.', { cause })
  }
  const handle = app.getRequestHandler()
  return {
    answer(request, response) {
      forget(request)
      return handle(request, response)
    },
    close: () => app.close(),
  }
}
